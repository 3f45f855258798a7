// SPDX-License-Identifier: MIT
#include "widgets/run/secretssheet.h"

#include "core/secrets/memorytokenstore.h"
#include "core/secrets/secretset.h"
#include "core/secrets/specsecrets.h"
#include "widgets/look/noticebar.h"
#include "widgets/run/secretsmodel.h"

#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstSecretsSheet : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aWrongNameIsRefusedWhileItIsTyped();
    void aTypedValueIsKeptInMemoryAndNeverShown();
    void aSetKeepsItForOtherJobs();
    void aSetIsRemovedWithItsValues();
    void aFolderGivesASecretForEachFile();
    void aLostValueIsAskedForAgain();
    void theModelKeepsItsRules();

private:
    std::unique_ptr<SecretsSheet> sheet(const RunChoices &choices = {})
    {
        auto made = std::make_unique<SecretsSheet>(choices, m_tokens, m_prompts);
        made->show();
        return made;
    }

    TokenStorePtr m_tokens;
    testing::ScriptedPrompts m_prompts;
    Context m_context;
};

void TstSecretsSheet::init()
{
    m_tokens = std::make_shared<MemoryTokenStore>();
    m_prompts = {};
}

void TstSecretsSheet::aWrongNameIsRefusedWhileItIsTyped()
{
    const auto dialog = sheet();
    auto *name = dialog->findChild<QLineEdit *>(u"secretName"_s);
    auto *problem = dialog->findChild<QLabel *>(u"secretNameProblem"_s);
    auto *add = dialog->findChild<QPushButton *>(u"addSecret"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"secretValue"_s), u"x"_s);
    QTest::keyClicks(name, u"GITHUB_T"_s);
    QVERIFY(problem->text().contains(u"GITHUB_"_s));
    QVERIFY(!add->isEnabled());
    testing::takePictures(*dialog, u"run-secrets-refused"_s);
    name->clear();
    QTest::keyClicks(name, u"TOKEN"_s);
    QVERIFY(problem->text().isEmpty());
    QVERIFY(add->isEnabled());
}

// Breaks for the user: a secret is in a file, or on the screen, after they entered it.
void TstSecretsSheet::aTypedValueIsKeptInMemoryAndNeverShown()
{
    const auto dialog = sheet();
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"secretName"_s), u"TOKEN"_s);
    auto *value = dialog->findChild<QLineEdit *>(u"secretValue"_s);
    QCOMPARE(value->echoMode(), QLineEdit::Password);
    QTest::keyClicks(value, u"geheim"_s);
    QTest::keyClick(value, Qt::Key_Return);
    const RunChoices now = dialog->choices();
    QCOMPARE(now.spec.secrets, (QList<SecretSource>{{.name = u"TOKEN"_s, .from = SecretSource::From::Typed}}));
    QCOMPARE(now.typed.size(), 1);
    QCOMPARE(now.typed.first().second.bytes(), QByteArrayView("geheim"));
    QVERIFY(value->text().isEmpty());
    QVERIFY(now.valuesLacking().isEmpty());
    for (const QLabel *label : dialog->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(u"geheim"_s));
    auto *list = dialog->findChild<QListView *>(u"secretsList"_s);
    list->setCurrentIndex(list->model()->index(0, 0));
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"removeSecret"_s), Qt::LeftButton);
    QVERIFY(dialog->choices().typed.isEmpty());
}

void TstSecretsSheet::aSetKeepsItForOtherJobs()
{
    const auto dialog = sheet();
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"secretName"_s), u"TOKEN"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"secretValue"_s), u"geheim"_s);
    dialog->findChild<QComboBox *>(u"secretSet"_s)->setEditText(u"deploy"_s);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"addSecret"_s), Qt::LeftButton);
    QTRY_COMPARE(dialog->choices().spec.secrets.size(), 1);
    QCOMPARE(dialog->choices().spec.secrets.first().from, SecretSource::From::Set);
    QCOMPARE(dialog->choices().spec.secrets.first().where, u"deploy"_s);
    QVERIFY(dialog->choices().typed.isEmpty());
    // This store lasts as long as the process: that is said.
    QTRY_VERIFY(dialog->findChild<look::NoticeBar *>()->text().contains(u"until Punchcard is closed"_s));

    const auto other = sheet();
    auto *menu = other->findChild<QPushButton *>(u"secretsSets"_s)->menu();
    QTRY_VERIFY(!menu->actions().isEmpty() && menu->actions().first()->text() == u"deploy"_s);
    menu->actions().first()->trigger();
    QTRY_COMPARE(other->choices().spec.secrets.size(), 1);
    testing::takePictures(*other, u"run-secrets"_s);
}

// Breaks for the user: what they once put into the keychain stays there for good.
void TstSecretsSheet::aSetIsRemovedWithItsValues()
{
    for (const QString &set : {u"deploy"_s, u"other"_s})
        QVERIFY(wait(keepInSet(m_tokens, set, u"TOKEN"_s, SecretString(QByteArray("geheim")), m_context)));
    const RunChoices named{.spec = {.secrets = {{.name = u"TOKEN"_s, .from = SecretSource::From::Set, .where = u"deploy"_s},
                                                {.name = u"KEY"_s, .from = SecretSource::From::File, .where = u"/k"_s}}},
                           .typed = {}};
    const auto dialog = sheet(named);
    auto *sets = dialog->findChild<QPushButton *>(u"secretsSets"_s)->menu();
    const auto removers = [sets] { return sets->findChild<QMenu *>(u"removeSetMenu"_s); };
    QTRY_VERIFY(removers() && removers()->actions().size() == 2);
    m_prompts.yes = false;
    removers()->actions().first()->trigger();
    QCOMPARE(m_prompts.asked.size(), 1);
    QCOMPARE(wait(secretSets(m_tokens, m_context))->size(), 2);
    m_prompts.yes = true;
    removers()->actions().first()->trigger();
    QTRY_COMPARE(wait(secretSets(m_tokens, m_context))->size(), 1);
    QVERIFY(!wait(m_tokens->read(setSecretKey(u"deploy"_s, u"TOKEN"_s), m_context)));
    QTRY_COMPARE(dialog->choices().spec.secrets.size(), 1);
    QCOMPARE(dialog->choices().spec.secrets.first().name, u"KEY"_s);
    QTRY_COMPARE(sets->actions().first()->text(), u"other"_s);
}

void TstSecretsSheet::aFolderGivesASecretForEachFile()
{
    const QTemporaryDir folder;
    for (const QString &name : {u"api-token"_s, u"key"_s}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("value\n");
    }
    const auto dialog = sheet();
    testing::takePictures(*dialog, u"run-secrets-empty"_s);
    m_prompts.folder = folder.path();
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"secretsFolder"_s), Qt::LeftButton);
    QTRY_COMPARE(dialog->choices().spec.secrets.size(), 2);
    QCOMPARE(dialog->choices().spec.secrets.first().name, u"API_TOKEN"_s);
    QFile empty(folder.filePath(u"empty"_s));
    QVERIFY(empty.open(QIODevice::WriteOnly));
    m_prompts.files = {empty.fileName()};
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"secretsFiles"_s), Qt::LeftButton);
    QTRY_VERIFY(dialog->findChild<look::NoticeBar *>()->isVisible());
    QCOMPARE(dialog->choices().spec.secrets.size(), 2);
}

void TstSecretsSheet::aLostValueIsAskedForAgain()
{
    const RunChoices lost{.spec = {.secrets = {{.name = u"TOKEN"_s, .from = SecretSource::From::Typed}}}, .typed = {}};
    const auto dialog = sheet(lost);
    QCOMPARE(dialog->findChild<QLineEdit *>(u"secretName"_s)->text(), u"TOKEN"_s);
    QCOMPARE(dialog->choices().valuesLacking(), QStringList{u"TOKEN"_s});
    auto *value = dialog->findChild<QLineEdit *>(u"secretValue"_s);
    QTest::keyClicks(value, u"again"_s);
    QTest::keyClick(value, Qt::Key_Return);
    QVERIFY(dialog->choices().valuesLacking().isEmpty());
    QCOMPARE(dialog->choices().spec.secrets.size(), 1);
}

void TstSecretsSheet::theModelKeepsItsRules()
{
    SecretsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.put({.name = u"A"_s, .from = SecretSource::From::File, .where = u"/a"_s});
    model.put({.name = u"B"_s, .from = SecretSource::From::Typed});
    model.put({.name = u"a"_s, .from = SecretSource::From::Set, .where = u"s"_s});
    QCOMPARE(model.rowCount(), 2);
    model.setLacking({u"B"_s});
    QVERIFY(!model.index(1).data(SecretsModel::ProblemRole).toString().isEmpty());
    model.removeAt(0);
    QCOMPARE(model.rowCount(), 1);
}

PUNCHCARD_TEST(TstSecretsSheet, tst_secretssheet)
#include "tst_secretssheet.moc"
