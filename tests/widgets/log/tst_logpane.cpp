// SPDX-License-Identifier: MIT
#include "widgets/log/logpane.h"

#include "tests/support/deskfixture.h"
#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "widgets/log/logview.h"

#include <QComboBox>
#include <QLabel>

using namespace punchcard;
using punchcard::testing::wait;
using namespace Qt::StringLiterals;

class TstLogPane : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theLogComesWhenTheTaskEnds();
    void noJob();

private:
    static QByteArray stamped(const QByteArray &text) { return "2026-11-23T10:00:00.1234567Z " + text + '\n'; }
    Job addRun(Status status)
    {
        Job job = m_fixture->addJob(u"kernel.sh"_s, status == Status::Completed ? Phase::Collected : Phase::Started, Outcome::Open);
        const Task task{.remoteId = 42, .name = u"punchcard"_s, .status = status, .runnerId = 7};
        const Run run{.remoteId = 9, .attempts = {{.number = 1, .status = status, .tasks = {task}}}};
        QTest::qVerify(wait(m_fixture->store().saveRun(job.id, run)).has_value(), "saved", "", __FILE__, __LINE__);
        return job;
    }

    std::unique_ptr<testing::DeskFixture> m_fixture;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<LogPane> m_pane;
};

void TstLogPane::init()
{
    m_fixture = std::make_unique<testing::DeskFixture>();
    m_pane = std::make_unique<LogPane>(m_fixture->desk(), m_prompts);
    m_pane->resize(900, 500);
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
}

void TstLogPane::cleanup()
{
    m_pane.reset();
    m_fixture.reset();
}

// Breaks for the user: an empty pane, and no word on whether something is wrong.
void TstLogPane::theLogComesWhenTheTaskEnds()
{
    const Job job = addRun(Status::InProgress);
    m_pane->setJob(job.id);
    const auto says = [this](const QString &text) {
        const QList<QLabel *> labels = m_pane->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [&text](QLabel *label) { return label->isVisible() && label->text() == text; });
    };
    QTRY_VERIFY(says(u"The log comes when the task ends."_s));
    testing::takePictures(*m_pane, u"log-waiting"_s);
    m_fixture->put(job, u"logs/attempt-1/punchcard.log"_s, stamped("\x1B[32mhello\x1B[0m world") + stamped("##[error]no such file"));
    const Item item{.run = wait(m_fixture->store().job(job.id))->runs.first().id,
                    .kind = Item::Kind::Log,
                    .name = u"log"_s,
                    .state = Item::State::Here,
                    .path = u"logs/attempt-1"_s};
    QVERIFY(wait(m_fixture->store().saveItem(job.id, item)));
    QTRY_VERIFY(m_pane->view()->isVisible());
    QCOMPARE(m_pane->view()->lineText(0), u"hello world"_s);
    QTRY_COMPARE(m_pane->findChild<QLabel *>(u"logProblems"_s)->text(), u"1 problem"_s);
    testing::takePictures(*m_pane, u"log-short"_s);
}

void TstLogPane::noJob()
{
    QVERIFY(!m_pane->view()->isVisible());
    testing::takePictures(*m_pane, u"log-none"_s);
}

PUNCHCARD_TEST(TstLogPane, tst_logpane)
#include "tst_logpane.moc"
