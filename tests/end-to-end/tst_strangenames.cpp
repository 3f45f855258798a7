// SPDX-License-Identifier: MIT
// Breaks for the user: a file whose name has a line break, a quote or a dollar in it is another one on the other side, is not
// there at all, or is run as a command.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

#include <fcntl.h>
#include <unistd.h>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

// What the file system takes and some program on the way may not. All of them come back.
const QByteArrayList &backAndForth()
{
    static const QByteArrayList all{"-rf",
                                    "--help",
                                    "- item",
                                    " leading",
                                    "it's",
                                    "$(touch run-by-mistake)",
                                    "`touch run-by-mistake`",
                                    "; touch ..;",
                                    "${{ secrets.API_KEY }}",
                                    "&anchor",
                                    "#comment",
                                    "!not",
                                    "~",
                                    "@file",
                                    "=cmd()",
                                    "{a,b}",
                                    "[ab]",
                                    "percent%41",
                                    "plus+and&amp;",
                                    "\xc3\xa4 composed",
                                    "a\xcc\x88 decomposed",
                                    "emoji\xf0\x9f\x83\x8f",
                                    ".hidden",
                                    QByteArray(250, 'n')};
    return all;
}

// These stay in the archive, and the user is told, as the second name says it.
const QList<std::pair<QByteArray, QByteArray>> &keptInTheArchive()
{
    static const QList<std::pair<QByteArray, QByteArray>> all{{"trailing ", "trailing : "},
                                                              {"trailing.", "trailing.: "},
                                                              {"...", "...: "},
                                                              {"tab\there", "tab‹U+0009›here: "},
                                                              {"esc\x1b[31mred", "esc‹U+001B›[31mred: "},
                                                              {"bell\x07", "bell‹U+0007›: "},
                                                              {"delete\x7f", "delete‹U+007F›: "},
                                                              {"next\xc2\x85line", "next‹U+0085›line: "},
                                                              {"separator\xe2\x80\xa8line", "separator‹U+2028›line: "},
                                                              {"bidi\xe2\x80\xae"
                                                               "fdp.exe",
                                                               "bidi‹U+202E›fdp.exe: "},
                                                              {"\xef\xbb\xbfmark", "‹U+FEFF›mark: "},
                                                              {"aux", "aux: "},
                                                              {"con.txt", "con.txt: "},
                                                              {"back\\slash", "back\\slash: "}};
    return all;
}

// These GitHub's upload-artifact refuses, so only the way there is open to them.
const QByteArrayList &onlyThere()
{
    static const QByteArrayList all{"line\nbreak", "\nleading", "cr\rhere", "\"quoted\"", "star*",         "what?",
                                    "a|b",         "<in",       ">out",     "co:lon",     "%0A::error::x", "::set-output name=x::y",
                                    "a: b",        "<b>bold"};
    return all;
}

// Of those: what is sent in a folder only.
const QByteArrayList &neverByItself()
{
    static const QByteArrayList all{"back\\slash", "\xef\xbb\xbfmark"};
    return all;
}

void writeNamed(const QString &folder, const QByteArray &name, const QByteArray &content)
{
    const QByteArray path = QFile::encodeName(folder) + '/' + name;
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    QVERIFY2(file >= 0, path);
    QCOMPARE(::write(file, content.constData(), size_t(content.size())), ssize_t(content.size()));
    ::close(file);
}

QByteArray bytesOfNamed(const QString &folder, const QByteArray &name)
{
    QByteArray content(1024, '\0');
    const QByteArray path = QFile::encodeName(folder) + '/' + name;
    const int file = ::open(path.constData(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return "cannot be read";
    const ssize_t size = ::read(file, content.data(), size_t(content.size()));
    ::close(file);
    return content.first(std::max<ssize_t>(size, 0));
}

} // namespace

class TstStrangeNames : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void thereAndBack_data();
    void thereAndBack();
    void whatIsNoTextIsRefused();
    void whatCannotStandBesideTheScriptIsRefused();
    void whatCannotBeKeptIsSaid_data();
    void whatCannotBeKeptIsSaid();

private:
    [[nodiscard]] PunchEnd run(const QByteArray &script, const QStringList &more) const;

    std::unique_ptr<PunchHome> m_home;
};

void TstStrangeNames::init()
{
    m_home = std::make_unique<PunchHome>();
    QVERIFY(m_home->startHub());
}

PunchEnd TstStrangeNames::run(const QByteArray &script, const QStringList &more) const
{
    return punch(*m_home, QStringList{u"run"_s, m_home->write(u"job.sh"_s, script), u"--local"_s, u"--json"_s} + more);
}

void TstStrangeNames::thereAndBack_data()
{
    QTest::addColumn<bool>("inFolder");
    QTest::newRow("in a folder") << true;
    QTest::newRow("each by itself") << false;
}

// Each is sent, read by the script under its own name and handed back.
void TstStrangeNames::thereAndBack()
{
    QFETCH(const bool, inFolder);
    const QString in = m_home->path(u"in"_s);
    const QString out = m_home->path(u"out"_s);
    QVERIFY(QDir().mkpath(in));
    QByteArrayList sent = backAndForth() + onlyThere();
    for (const auto &[name, shown] : keptInTheArchive()) {
        if (inFolder || !neverByItself().contains(name))
            sent.append(name);
    }
    QStringList arguments{u"--out"_s, out};
    for (const QByteArray &name : std::as_const(sent)) {
        writeNamed(in, name, "it is " + name);
        if (!inFolder)
            arguments += {u"--input"_s, QString::fromUtf8(QFile::encodeName(in) + '/' + name)};
    }
    if (inFolder)
        arguments += {u"--input"_s, in};
    // An artifact takes no ":", "<" and the like, so those only tell that they have come.
    const QByteArray script = "here=$PWD\nshopt -s dotglob nullglob\ncd " + QByteArray(inFolder ? "in" : ".")
        + "\nfor file in *; do\n"
          "  [ -f \"./$file\" ] && [ \"$file\" != job.sh ] || continue\n"
          "  if [ \"$(cat \"./$file\"; echo .)\" = \"it is $file.\" ]; then printf . >> \"$here/uploads/count\"\n"
          "  else printf '%q\\n' \"$file\" >> \"$here/uploads/complaints\"; fi\n"
          "  case $file in *[\\\"\\<\\>\\|\\*\\?:]*|*$'\\n'*|*$'\\r'*) ;;\n"
          "  *) cp -- \"./$file\" \"$here/uploads/\" ;; esac\n"
          "done\n";
    const PunchEnd end = run(script, arguments);
    QVERIFY2(end.code == 6, end.out + end.err);
    QCOMPARE(m_home->read(u"out/complaints"_s), QByteArray());
    QCOMPARE(m_home->read(u"out/count"_s).size(), sent.size());
    QVERIFY(!QFile::exists(m_home->path(u"run-by-mistake"_s)) && !QFile::exists(out + u"/run-by-mistake"_s));
    for (const QByteArray &name : backAndForth())
        QVERIFY2(bytesOfNamed(out, name) == "it is " + name, name.toPercentEncoding());
    const QJsonObject artifact = QJsonDocument::fromJson(end.out.trimmed().split('\n').constLast()).object()[u"artifacts"][0].toObject();
    QByteArrayList refused = artifact[u"why"].toString().toUtf8().split('\n');
    QVERIFY2(refused.takeLast().startsWith("The archive is kept: "), end.out);
    for (const auto &[name, shown] : keptInTheArchive()) {
        if (!sent.contains(name))
            continue;
        const auto told = std::ranges::find_if(refused, [&shown](const QByteArray &line) { return line.startsWith(shown); });
        QVERIFY2(told != refused.end(), shown + " in " + end.out);
        refused.erase(told);
    }
    QVERIFY2(refused.isEmpty(), refused.join('\n'));
    qInfo("%lld names there, %lld of them back, the others told", qint64(sent.size()), qint64(backAndForth().size()));
    // One JSON object a line, whatever the names are.
    const QByteArrayList lines = end.out.trimmed().split('\n');
    for (const QByteArray &line : lines)
        QVERIFY2(QJsonDocument::fromJson(line).isObject(), line);
}

// Bytes that are no UTF-8 cannot be a name in a repository's tree.
void TstStrangeNames::whatIsNoTextIsRefused()
{
    const QString in = m_home->path(u"in"_s);
    QVERIFY(QDir().mkpath(in));
    writeNamed(in, "plain", "x");
    for (const QByteArray &name :
         {QByteArray("latin\xe4"), QByteArray("\xff\xfe"), QByteArray("over\xc0\xaflong"), QByteArray("half\xed\xa0\x80")}) {
        writeNamed(in, name, "x");
        const PunchEnd end = run("true\n", {u"--input"_s, in});
        QVERIFY2(end.code == 3, QByteArray::number(end.code) + end.out + end.err);
        QVERIFY2(end.out.contains("are no UTF-8") && end.out.contains("\"remedy\":\"Rename it"), end.out);
        QCOMPARE(m_home->repositories().size(), 0);
        QCOMPARE(::unlink((QFile::encodeName(in) + '/' + name).constData()), 0);
    }
}

// Breaks for the user: their script finds another file, or none, under the name that they sent.
void TstStrangeNames::whatCannotStandBesideTheScriptIsRefused()
{
    const QString in = m_home->path(u"in"_s);
    QVERIFY(QDir().mkpath(in));
    for (const QByteArray &name : neverByItself()) {
        writeNamed(in, name, "x");
        const PunchEnd end = run("true\n", {u"--input"_s, QString::fromUtf8(QFile::encodeName(in) + '/' + name)});
        QVERIFY2(end.code == 3 && end.out.contains("\"remedy\":\"Rename it"), end.out + end.err);
        QCOMPARE(m_home->repositories().size(), 0);
    }
}

void TstStrangeNames::whatCannotBeKeptIsSaid_data()
{
    QTest::addColumn<QByteArray>("script");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("a line break") << QByteArray("touch $'uploads/line\\n##[error]fake'")
                                  << QByteArray("“line‹U+000A›##[error]fake” cannot");
    QTest::newRow("a colon") << QByteArray("touch 'uploads/co:lon'") << QByteArray("“co:lon” cannot be in an artifact: it contains :.");
    QTest::newRow("a folder that is no text") << QByteArray("mkdir $'uploads/fo\\xe4' && touch $'uploads/fo\\xe4/x'")
                                              << QByteArray("“fo\ufffd” cannot be in an artifact: the bytes of its name are no UTF-8.");
    QTest::newRow("no text, but it looks like another's name")
        << QByteArray("echo x > $'uploads/lat\\xe4' && echo y > $'uploads/lat\\xef\\xbf\\xbd'")
        << QByteArray("“lat\ufffd” cannot be in an artifact: the bytes of its name are no UTF-8.");
}

// What GitHub's upload refuses is refused here too, and it is said why; the script itself has not failed.
void TstStrangeNames::whatCannotBeKeptIsSaid()
{
    QFETCH(const QByteArray, script);
    QFETCH(const QByteArray, told);
    const QString file = m_home->write(u"job.sh"_s, script + '\n');
    const PunchEnd end = punch(*m_home, {u"run"_s, file, u"--local"_s, u"--out"_s, m_home->path(u"out"_s)});
    QVERIFY2(end.code == 6, QByteArray::number(end.code) + end.out + end.err);
    QVERIFY2(end.err.contains("The step “Keep uploads” failed: ") && end.err.contains(told), end.err);
    QVERIFY2(end.err.trimmed().endsWith("Job 1 succeeded, but not all of its results are here."), end.err);
    QVERIFY2(QString::fromUtf8(end.err).toUtf8() == end.err, end.err.toPercentEncoding());
}

PUNCHCARD_TEST(TstStrangeNames, tst_strangenames)
#include "tst_strangenames.moc"
