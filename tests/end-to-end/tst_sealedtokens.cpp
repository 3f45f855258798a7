// SPDX-License-Identifier: MIT
// Breaks for the user: on a machine without a keychain they cannot sign in to stay, or their token lies there for everybody.
#include "tests/end-to-end/punchprocess.h"
#include "tests/support/testmain.h"

#include <QDirIterator>

using namespace punchcard::testing;
using namespace Qt::StringLiterals;

class TstSealedTokens : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_home.reset(); }
    void signsInToStay();
    void jobsUseIt();
    void withoutThePassphraseNothingIsLost();
    void nothingOfItIsToBeRead();

private:
    [[nodiscard]] QStringList environment(bool knowsIt) const
    {
        QStringList all{u"DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere"_s};
        if (knowsIt)
            all.append(u"PUNCHCARD_PASSPHRASE_FILE="_s + m_home->path(u"passphrase"_s));
        return all;
    }
    PunchEnd call(const QStringList &arguments, bool knowsIt) { return punch(*m_home, arguments, environment(knowsIt)); }

    std::unique_ptr<PunchHome> m_home;
    QString m_script;
};

void TstSealedTokens::initTestCase()
{
    m_home = std::make_unique<PunchHome>();
    QVERIFY(m_home->startHub());
    m_home->write(u"passphrase"_s, "correct horse battery\n");
    m_script = m_home->write(u"job.sh"_s, "echo ran > uploads/it\n");
}

void TstSealedTokens::signsInToStay()
{
    PunchProcess refused(*m_home, {u"account"_s, u"add"_s, u"--api-url"_s, m_home->hub().root}, environment(true));
    refused.write(m_home->hub().token + '\n');
    refused.closeInput();
    QVERIFY2(refused.finish() != 0 && refused.err().contains("--sealed"), refused.said());
    PunchProcess add(*m_home, {u"account"_s, u"add"_s, u"--sealed"_s, u"--api-url"_s, m_home->hub().root}, environment(true));
    add.write(m_home->hub().token + '\n');
    add.closeInput();
    QVERIFY2(add.finish() == 0, add.said());
    QVERIFY2(add.err().contains("tokens.sealed"), add.said());
    const PunchEnd list = call({u"account"_s, u"list"_s}, false);
    QVERIFY2(list.code == 0 && list.out.contains("sealed file " + m_home->home().toUtf8() + "/tokens.sealed"), list.out);
    const PunchEnd told = call({u"account"_s, u"list"_s, u"--json"_s}, false);
    QVERIFY2(told.out.contains("\"token_place\":\"sealed\"") && told.out.contains("\"token_place\":\"none\""), told.out);
}

void TstSealedTokens::jobsUseIt()
{
    const PunchEnd run = call({u"run"_s, m_script, u"--account"_s, u"local"_s, u"--out"_s, m_home->path(u"out"_s)}, true);
    QVERIFY2(run.code == 0, run.err + run.out);
    QCOMPARE(m_home->read(u"out/it"_s), QByteArray("ran\n"));
}

void TstSealedTokens::withoutThePassphraseNothingIsLost()
{
    const PunchEnd run = call({u"run"_s, m_script, u"--account"_s, u"local"_s}, false);
    QVERIFY2(run.code == 3, run.err + run.out);
    QVERIFY2(run.err.contains("PUNCHCARD_PASSPHRASE_FILE"), run.err);
    m_home->write(u"passphrase"_s, "another\n");
    const PunchEnd wrong = call({u"run"_s, m_script, u"--account"_s, u"local"_s}, true);
    QVERIFY2(wrong.code == 3 && wrong.err.contains("not the passphrase"), wrong.err);
    m_home->write(u"passphrase"_s, "correct horse battery\n");
    jobsUseIt();
}

void TstSealedTokens::nothingOfItIsToBeRead()
{
    const QByteArray token = m_home->hub().token;
    QDirIterator files(m_home->home(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        // The hub's own word to those who start it; a server's token lies with the server.
        if (file.fileName().contains("/hub/"_L1) || !file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray content = file.readAll();
        QVERIFY2(!content.contains(token) && !content.contains("correct horse"), qPrintable(file.fileName()));
        ++seen;
    }
    QVERIFY(seen > 3);
}

PUNCHCARD_TEST(TstSealedTokens, tst_sealedtokens)
#include "tst_sealedtokens.moc"
