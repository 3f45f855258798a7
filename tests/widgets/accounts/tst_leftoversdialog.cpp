// SPDX-License-Identifier: MIT
#include "widgets/accounts/leftoversdialog.h"

#include "core/job/marks.h"
#include "core/jobs/reponame.h"
#include "core/models/remnantmodel.h"
#include "core/secrets/memorytokenstore.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/noticebar.h"

#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/scriptedserver.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTreeView>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

namespace {

const QString noted = u"11111111-2222-3333-4444-555555555555"_s;
const QString found = u"99999999-2222-3333-4444-555555555555"_s;

QJsonObject repositoryOf(qint64 id, const QString &uid, const QString &script)
{
    return {{u"id"_s, id},
            {u"name"_s, repositoryName(script, uid)},
            {u"owner"_s, QJsonObject{{u"login"_s, u"octo"_s}}},
            {u"description"_s, markerOf(uid)},
            {u"html_url"_s, u"https://example.invalid/octo/"_s + repositoryName(script, uid)},
            {u"default_branch"_s, u"main"_s},
            {u"private"_s, true},
            {u"pushed_at"_s, u"2025-11-28T08:00:00Z"_s}};
}

} // namespace

class TstLeftOversDialog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void whereNothingIsLeftItSaysSo();
    // Breaks for the user: what another computer may need goes with the rest, and the question did not say so.
    void theQuestionNamesEachAndMarksWhatIsNotNoted();
    void whatCannotBeDeletedStaysWithItsReason();
    void aServerThatCannotBeAskedIsNamed();
    void theKeyboardTicksAndDeletes();

private:
    void open();
    void expectBoth();
    template<typename T>
    T *part(const QString &name) const
    {
        return m_dialog->findChild<T *>(name);
    }
    QAbstractItemModel *rows() const { return part<QTreeView>(u"remnants"_s)->model(); }
    [[nodiscard]] QByteArray path(const QString &script, const QString &uid) const
    {
        return ("/repos/octo/" + repositoryName(script, uid)).toLatin1();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<testing::ScriptedServer> m_server;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Desk> m_desk;
    Account m_account;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<LeftOversDialog> m_dialog;
};

void TstLeftOversDialog::init()
{
    m_prompts = {};
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<testing::ScriptedServer>();
    const Home home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(home));
    auto tokens = std::make_shared<MemoryTokenStore>();
    m_desk = std::make_unique<Desk>(m_store, tokens);
    m_account = makeAccount(m_server->url(), u"octo"_s);
    m_account.name = u"octo"_s;
    QVERIFY(wait(tokens->write(m_account.tokenKey, SecretString(QByteArray("token")), Context())));
    QVERIFY(wait(m_desk->sessions()->keep(m_account)));
}

void TstLeftOversDialog::cleanup()
{
    m_dialog.reset();
    m_desk.reset();
    m_store.reset();
    m_server.reset();
}

void TstLeftOversDialog::open()
{
    m_dialog = std::make_unique<LeftOversDialog>(*m_desk, m_prompts);
    m_dialog->QDialog::show();
    QTRY_VERIFY(part<QPushButton>(u"lookAgain"_s)->isEnabled());
}

// One that this home noted, and one that it knows nothing of.
void TstLeftOversDialog::expectBoth()
{
    const store::LeftOver leftOver{.uid = noted,
                                   .account = m_account.id,
                                   .owner = u"octo"_s,
                                   .repository = repositoryName(u"kernel.sh"_s, noted),
                                   .repositoryId = 7,
                                   .branch = u""_s,
                                   .page = QUrl(u"https://example.invalid/"_s),
                                   .reason = u"The token lacks the “delete_repo” scope."_s,
                                   .noticedAt = Clock::system().now()};
    QVERIFY(wait(m_store->addLeftOver(leftOver)));
    m_server->expect("GET", "/user/repos")
        .reply(200, QJsonDocument(QJsonArray{repositoryOf(7, noted, u"kernel.sh"_s), repositoryOf(8, found, u"llama.sh"_s)}).toJson());
    m_server->expect("GET", path(u"kernel.sh"_s, noted) + "/actions/runs").reply(200, R"({"total_count":0,"workflow_runs":[]})");
    m_server->expect("GET", path(u"llama.sh"_s, found) + "/actions/runs").reply(200, R"({"total_count":0,"workflow_runs":[]})");
}

void TstLeftOversDialog::whereNothingIsLeftItSaysSo()
{
    m_server->expect("GET", "/user/repos").reply(200, "[]");
    open();
    auto *empty = m_dialog->findChild<look::EmptyState *>();
    QVERIFY(empty->isVisible());
    bool isSaid = false;
    for (const QLabel *label : empty->findChildren<QLabel *>())
        isSaid = isSaid || label->text().contains(u"Nothing is left over"_s);
    QVERIFY(isSaid);
    QVERIFY(!part<QPushButton>(u"deleteRemnants"_s)->isEnabled());
    testing::takePictures(*m_dialog, u"leftovers-none"_s);
}

void TstLeftOversDialog::theQuestionNamesEachAndMarksWhatIsNotNoted()
{
    expectBoth();
    open();
    QCOMPARE(rows()->rowCount(), 2);
    testing::takePictures(*m_dialog, u"leftovers"_s);
    QTest::mouseClick(part<QPushButton>(u"tickRecorded"_s), Qt::LeftButton);
    QVERIFY(rows()->setData(rows()->index(1, 0), Qt::Checked, Qt::CheckStateRole));
    m_prompts.yes = false;
    QTest::mouseClick(part<QPushButton>(u"deleteRemnants"_s), Qt::LeftButton);
    QCOMPARE(m_prompts.explained.size(), 1);
    const QStringList lines = m_prompts.explained.first().split(u'\n');
    QCOMPARE(lines.at(0), u"octo/"_s + repositoryName(u"kernel.sh"_s, noted));
    QVERIFY2(lines.at(1).startsWith(u"octo/"_s + repositoryName(u"llama.sh"_s, found) + u" – "_s), qPrintable(lines.at(1)));
    QCOMPARE(rows()->rowCount(), 2);
}

void TstLeftOversDialog::whatCannotBeDeletedStaysWithItsReason()
{
    expectBoth();
    open();
    for (const int row : {0, 1})
        QVERIFY(rows()->setData(rows()->index(row, 0), Qt::Checked, Qt::CheckStateRole));
    m_server->expect("GET", path(u"kernel.sh"_s, noted)).reply(200, QJsonDocument(repositoryOf(7, noted, u"kernel.sh"_s)).toJson());
    m_server->expect("DELETE", path(u"kernel.sh"_s, noted)).reply(403, R"({"message":"Must have admin rights to Repository."})");
    m_server->expect("GET", path(u"llama.sh"_s, found)).reply(200, QJsonDocument(repositoryOf(8, found, u"llama.sh"_s)).toJson());
    m_server->expect("DELETE", path(u"llama.sh"_s, found)).reply(204);
    QTest::mouseClick(part<QPushButton>(u"deleteRemnants"_s), Qt::LeftButton);
    QTRY_COMPARE(rows()->rowCount(), 1);
    QTRY_VERIFY(part<QPushButton>(u"lookAgain"_s)->isEnabled());
    QVERIFY(rows()->index(0, RemnantModel::What).data().toString().contains(u"could not be deleted"_s));
    QVERIFY(m_dialog->findChild<look::NoticeBar *>()->isVisible());
    QCOMPARE(wait(m_store->leftOvers())->size(), 1);
    testing::takePictures(*m_dialog, u"leftovers-refused"_s);
}

void TstLeftOversDialog::aServerThatCannotBeAskedIsNamed()
{
    m_server->expect("GET", "/user/repos").reply(401, R"({"message":"Bad credentials"})");
    open();
    auto *notice = m_dialog->findChild<look::NoticeBar *>();
    QVERIFY(notice->isVisible());
    QVERIFY2(notice->text().contains(u"octo"_s), qPrintable(notice->text()));
    bool isClaimed = false;
    for (const QLabel *label : m_dialog->findChildren<QLabel *>())
        isClaimed = isClaimed || label->text().contains(u"Nothing is left over"_s);
    QVERIFY(!isClaimed);
    testing::takePictures(*m_dialog, u"leftovers-unseen"_s);
}

void TstLeftOversDialog::theKeyboardTicksAndDeletes()
{
    expectBoth();
    open();
    auto *table = part<QTreeView>(u"remnants"_s);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Space);
    QCOMPARE(rows()->index(1, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
    QVERIFY(part<QPushButton>(u"deleteRemnants"_s)->isEnabled());
    m_server->expect("GET", path(u"llama.sh"_s, found)).reply(404, R"({"message":"Not Found"})");
    QTest::keyClick(part<QPushButton>(u"deleteRemnants"_s), Qt::Key_Space);
    // Gone already is as good as deleted.
    QTRY_COMPARE(rows()->rowCount(), 1);
}

PUNCHCARD_TEST(TstLeftOversDialog, tst_leftoversdialog)
#include "tst_leftoversdialog.moc"
