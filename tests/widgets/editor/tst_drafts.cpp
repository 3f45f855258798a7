// SPDX-License-Identifier: MIT
#include "widgets/editor/drafts.h"

#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "tests/widgets/warnings.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/scripttabs.h"

#include <QDir>
#include <QProcess>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;

class TstDrafts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void comeBackAsTheyWere();
    void droppedStaysDropped();
    void foreignFilesAreLeftAlone();
    void privateOnTheDisk();
    void noRoomIsSaid();
    void surviveAKill();

private:
    [[nodiscard]] QString folder() const { return m_dir->filePath(u"home/drafts"_s); }
    std::unique_ptr<QTemporaryDir> m_dir;
};

void TstDrafts::init()
{
    testing::failOnWarning();
    m_dir = std::make_unique<QTemporaryDir>();
    QVERIFY(m_dir->isValid());
}

void TstDrafts::comeBackAsTheyWere()
{
    Drafts drafts(folder());
    QVERIFY(drafts.read().isEmpty());
    drafts.keep({.id = u"one"_s,
                 .path = u"/some/where.sh"_s,
                 .name = u"where.sh"_s,
                 .text = u"line\n\nä😀\u2028 \n"_s,
                 .savedAt = 1'764'000'000'000,
                 .position = 3,
                 .modified = false});
    drafts.flush();
    const QList<Draft> read = drafts.read();
    QCOMPARE(read.size(), 1);
    QCOMPARE(read.first().id, u"one"_s);
    QCOMPARE(read.first().path, u"/some/where.sh"_s);
    QCOMPARE(read.first().text, u"line\n\nä😀\u2028 \n"_s);
    QCOMPARE(read.first().savedAt, 1'764'000'000'000);
    QCOMPARE(read.first().position, 3);
    QVERIFY(!read.first().modified);
}

void TstDrafts::droppedStaysDropped()
{
    Drafts drafts(folder());
    for (int i = 0; i < 20; ++i)
        drafts.keep({.id = u"one"_s, .text = QString(100'000, u'x')});
    drafts.drop(u"one"_s);
    drafts.flush();
    QVERIFY(drafts.read().isEmpty());
}

void TstDrafts::foreignFilesAreLeftAlone()
{
    QVERIFY(QDir().mkpath(folder()));
    for (const QByteArray &content : {QByteArray(), QByteArray("nonsense"), QByteArray("{\"version\":2}\nlater")}) {
        QFile file(folder() + u"/a.draft"_s);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.close();
        QVERIFY(Drafts(folder()).read().isEmpty());
        QVERIFY(file.exists());
    }
}

void TstDrafts::privateOnTheDisk()
{
    Drafts drafts(folder());
    drafts.keep({.id = u"one"_s, .text = u"export TOKEN=…"_s});
    drafts.flush();
    QCOMPARE(QFileInfo(folder() + u"/one.draft"_s).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TstDrafts::noRoomIsSaid()
{
    QFile inTheWay(m_dir->filePath(u"home"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    Drafts drafts(folder());
    QSignalSpy failed(&drafts, &Drafts::failed);
    drafts.keep({.id = u"one"_s, .text = u"x"_s});
    QTRY_COMPARE(failed.size(), 1);
}

// Breaks for the user: what they typed is gone when the program or the computer dies.
void TstDrafts::surviveAKill()
{
    QFile script(m_dir->filePath(u"a.sh"_s));
    QVERIFY(script.open(QIODevice::WriteOnly));
    script.write("text\n");
    script.close();
    QProcess typist;
    typist.start(qEnvironmentVariable("PUNCHCARD_BIN") + u"/tests_widgets_editor_typist"_s,
                 {m_dir->filePath(u"home"_s), script.fileName()});
    QByteArray said;
    connect(&typist, &QProcess::readyRead, this, [&] { said += typist.readAll(); });
    QTRY_COMPARE_WITH_TIMEOUT(said, "typed\n", 20000);
    QTRY_COMPARE_WITH_TIMEOUT(QDir(folder()).entryList({u"*.draft"_s}, QDir::Files).size(), 2, 10000);
    typist.kill(); // SIGKILL
    QVERIFY(typist.waitForFinished(10000));
    QCOMPARE(typist.exitStatus(), QProcess::CrashExit);

    Home home;
    home.data = m_dir->filePath(u"home"_s);
    testing::ScriptedPrompts prompts;
    ScriptTabs tabs(home, prompts);
    tabs.show();
    tabs.restore({});
    QTRY_COMPARE(tabs.findChild<QTabWidget *>()->count(), 2);
    QStringList texts;
    QTRY_VERIFY((texts.clear(), std::ranges::for_each(tabs.findChildren<ScriptPage *>(), [&](const ScriptPage *p) { texts << p->text(); }),
                 texts.contains(u"typed text\n"_s)));
    QVERIFY(texts.contains(u"never saved"_s));
    for (const ScriptPage *page : tabs.findChildren<ScriptPage *>())
        QVERIFY(page->isModified());
}

PUNCHCARD_TEST(TstDrafts, tst_drafts)
#include "tst_drafts.moc"
