// SPDX-License-Identifier: MIT
// Breaks for the user: a file whose name has a line break, a quote or a dollar in it is another one on the other side, is not
// there at all, or is run as a command.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

namespace {

// What the file system takes and some program on the way may not.
const QByteArrayList &names()
{
    static const QByteArrayList all{"-rf",
                                    "--help",
                                    " leading",
                                    "trailing ",
                                    "trailing.",
                                    "tab\there",
                                    "it's",
                                    "$(touch run-by-mistake)",
                                    "`touch run-by-mistake`",
                                    "; touch ..;",
                                    "${{ secrets.API_KEY }}",
                                    "%0A::error::x",
                                    "::set-output name=x::y",
                                    "&anchor",
                                    "#comment",
                                    "!not",
                                    "~",
                                    "@file",
                                    "=cmd()",
                                    "{a,b}",
                                    "[ab]",
                                    "a: b",
                                    "- item",
                                    "percent%41",
                                    "plus+and&amp;",
                                    "<b>bold",
                                    "\xc3\xa4 composed",
                                    "a\xcc\x88 decomposed",
                                    "separator\xe2\x80\xa8line",
                                    "next\xc2\x85line",
                                    "bidi\xe2\x80\xae"
                                    "fdp.exe",
                                    "\xef\xbb\xbfmark",
                                    "emoji\xf0\x9f\x83\x8f",
                                    "esc\x1b[31mred",
                                    "bell\x07",
                                    "delete\x7f",
                                    "aux",
                                    "con.txt",
                                    ".hidden",
                                    "...",
                                    QByteArray(250, 'n')};
    return all;
}

// These GitHub's upload-artifact refuses, so only the way there is open to them.
const QByteArrayList &namesForTheWayThere()
{
    static const QByteArrayList all{"line\nbreak", "\nleading", "cr\rhere", "\"quoted\"", "star*",      "what?",
                                    "a|b",         "<in",       ">out",     "co:lon",     "back\\slash"};
    return all;
}

void writeFile(const QString &folder, const QByteArray &name, const QByteArray &content)
{
    const QByteArray path = QFile::encodeName(folder) + '/' + name;
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    QVERIFY2(file >= 0, path);
    QCOMPARE(::write(file, content.constData(), size_t(content.size())), ssize_t(content.size()));
    ::close(file);
}

// By their bytes, which QDir does not give.
QByteArrayList namesIn(const QString &folder)
{
    QByteArrayList found;
    for (const QByteArray &name : names() + namesForTheWayThere()) {
        struct stat info;
        const QByteArray path = QFile::encodeName(folder) + '/' + name;
        if (::lstat(path.constData(), &info) == 0)
            found.append(name);
    }
    return found;
}

QByteArray bytesOf(const QString &folder, const QByteArray &name)
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
    const QByteArrayList sent = names() + namesForTheWayThere();
    QStringList arguments{u"--out"_s, out};
    for (const QByteArray &name : sent) {
        writeFile(in, name, "it is " + name);
        if (!inFolder)
            arguments += {u"--input"_s, in + u'/' + QString::fromUtf8(name)};
    }
    if (inFolder)
        arguments += {u"--input"_s, in};
    const QByteArray script = "cd " + QByteArray(inFolder ? "in" : ".")
        + "\nhere=$OLDPWD; [ -d \"$here/uploads\" ] || here=$PWD\n"
          "for file in * .[!.]* ...; do\n"
          "  [ -f \"./$file\" ] || continue\n"
          "  [ \"$(cat \"./$file\"; echo .)\" = \"it is $file.\" ] || echo \"wrong\" >> \"$here/uploads/complaints\"\n"
          "  case $file in *[\\\"\\<\\>\\|\\*\\?:\\\\]*|*$'\\n'*|*$'\\r'*) printf . >> \"$here/uploads/count\" ;;\n"
          "  job.sh) ;;\n"
          "  *) cp -- \"./$file\" \"$here/uploads/\" ;; esac\n"
          "done\n";
    const PunchEnd end = run(script, arguments);
    QVERIFY2(end.code == 0 || end.code == 6, end.out + end.err);
    QCOMPARE(m_home->read(u"out/complaints"_s), QByteArray());
    const QByteArray count = m_home->read(u"out/count"_s);
    // What is not placed is told by name, and lies in the archive that is kept.
    int placed = 0;
    for (const QByteArray &name : names()) {
        const bool isHere = bytesOf(out, name) == "it is " + name;
        placed += isHere ? 1 : 0;
        QVERIFY2(isHere || end.code == 6, name.toPercentEncoding() + '\n' + end.out);
        if (!isHere)
            qInfo("not placed: %s", name.toPercentEncoding().constData());
    }
    qInfo("%d of %lld names there and back, %lld there", placed, qint64(names().size()), qint64(count.size()));
    QCOMPARE(count.size(),
             11 + names().count("::set-output name=x::y") + names().count("%0A::error::x") + names().count("a: b")
                 + names().count("<b>bold"));
    QVERIFY(!QFile::exists(m_home->path(u"run-by-mistake"_s)));
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
    writeFile(in, "plain", "x");
    for (const QByteArray &name : {QByteArray("latin\xe4"), QByteArray("cut\xc3"), QByteArray("\xff\xfe"), QByteArray("over\xc0\xaflong"),
                                   QByteArray("half\xed\xa0\x80")}) {
        writeFile(in, name, "x");
        const PunchEnd end = run("true\n", {u"--input"_s, in});
        QVERIFY2(end.code == 3, QByteArray::number(end.code) + end.out + end.err);
        QVERIFY2(end.out.contains("\"error\"") && end.out.contains("remedy"), end.out);
        QCOMPARE(m_home->repositories().size(), 0);
        QCOMPARE(::unlink((QFile::encodeName(in) + '/' + name).constData()), 0);
    }
    const PunchEnd end = run("true\n", {u"--input"_s, in});
    QVERIFY2(end.code == 0, end.out + end.err);
}

// What GitHub's upload refuses is refused here too, and the log says why; the job's outcome is its own.
void TstStrangeNames::whatCannotBeKeptIsSaid()
{
    for (const QByteArray &make :
         {QByteArray("touch $'uploads/line\\nbreak'"), QByteArray("touch 'uploads/co:lon'"), QByteArray("touch $'uploads/latin\\xe4'"),
          QByteArray("mkdir $'uploads/fo\\xe4' && touch $'uploads/fo\\xe4/x'")}) {
        const PunchEnd end
            = punch(*m_home, {u"run"_s, m_home->write(u"job.sh"_s, make + "\n"), u"--local"_s, u"--out"_s, m_home->path(u"out"_s)});
        // 6: it succeeded, but not all is here.
        QVERIFY2(end.code == 6 || end.code == 1, make + ": " + QByteArray::number(end.code) + end.out + end.err);
        QVERIFY2(!end.out.contains('\xe4') && !end.err.contains('\xe4'), end.out + end.err);
    }
}

PUNCHCARD_TEST(TstStrangeNames, tst_strangenames)
#include "tst_strangenames.moc"
