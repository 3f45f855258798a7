// SPDX-License-Identifier: MIT
#include "tests/end-to-end/manyjobs.h"

#include "core/base/diagnostics.h"
#include "tests/support/wait.h"

#include <QDir>
#include <QTest>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

// Far more than the slowest machine needs.
constexpr int patience = 3'000'000;

} // namespace

ManyJobs::ManyJobs(int speed)
{
    if (speed > 1) {
        m_clock = {u"PUNCHCARD_TEST_CLOCK=%1x@%2"_s.arg(speed).arg(QDateTime::currentMSecsSinceEpoch())};
        qputenv("PUNCHCARD_TEST_CLOCK", m_clock.constFirst().section(u'=', 1).toLatin1());
    }
}

ManyJobs::~ManyJobs()
{
    diagnostics::stop();
    if (m_desk)
        m_desk->stop();
    (void)QTest::qWaitFor([this] { return m_open.isEmpty(); }, 20'000);
    m_desk.reset();
}

bool ManyJobs::begin(const QStringList &hubEnvironment)
{
    if (!home.startHub(m_clock + hubEnvironment))
        return false;
    qputenv("PUNCHCARD_HOME", home.home().toUtf8());
    qputenv("PUNCHCARD_HUB", qgetenv("PUNCHCARD_BIN") + "/punchcard-hub");
    const Result<Home> opened = Home::open();
    if (!opened)
        return false;
    m_store = wait(store::Store::open(*opened)).value_or(nullptr);
    if (!m_store)
        return false;
    diagnostics::start(home.home(), false);
    m_account = thisComputerId();
    m_desk = std::make_unique<Desk>(m_store, m_tokens);
    QObject::connect(m_desk.get(), &Desk::released, m_desk.get(), [this](JobId job) { m_open.remove(job); });
    return true;
}

bool ManyJobs::signIn()
{
    const QString login = home.hub().get(u"/user"_s).json()[u"login"].toString();
    const Account account = makeAccount(QUrl(home.hub().root + u'/'), login);
    m_account = account.id;
    return wait(m_tokens->write(account.tokenKey, SecretString(home.hub().token), Context())) && wait(m_desk->sessions()->keep(account));
}

void ManyJobs::submit(int number)
{
    int answers = 0;
    for (int i = 1; i <= number; ++i) {
        const QString name = nameOf(++m_number);
        Submission submission;
        submission.spec.name = name;
        submission.spec.account = m_account;
        submission.spec.outFolder = outOf(name);
        submission.script = scriptOf(name);
        const Context context;
        QCoro::connect(m_desk->submit(submission, context), m_desk.get(), [this, &answers](const Result<Desk::Submitted> &submitted) {
            ++answers;
            if (submitted && m_desk->drives(submitted->job.id))
                m_open.insert(submitted->job.id);
            else if (!submitted)
                m_refused.append(submitted.error().what);
        });
    }
    if (!QTest::qWaitFor([&] { return answers == number; }, patience))
        qFatal("not all jobs were taken");
}

QByteArray ManyJobs::scriptOf(const QString &name) const
{
    return m_witness.line(name.toLatin1()) + "echo " + name.toLatin1() + " > uploads/one\n";
}

QStringList ManyJobs::nextRun()
{
    const QString name = nameOf(++m_number);
    return {u"run"_s, home.write(name, scriptOf(name)), u"--local"_s, u"--json"_s, u"--out"_s, outOf(name)};
}

bool ManyJobs::resume()
{
    return bool(wait(m_desk->resume()));
}

bool ManyJobs::finish()
{
    const auto areOver = [this] {
        const Result<QList<Job>> unfinished = wait(m_store->unfinished());
        return unfinished && unfinished->isEmpty();
    };
    return QTest::qWaitFor([this] { return m_open.isEmpty(); }, patience) && QTest::qWaitFor(areOver, patience);
}

QString ManyJobs::complaint()
{
    diagnostics::stop();
    if (!m_refused.isEmpty())
        return m_refused.join(u'\n');
    const Result<QList<Job>> jobs = wait(m_store->jobs());
    if (!jobs || jobs->size() != m_number)
        return u"there are %1 jobs"_s.arg(jobs ? jobs->size() : -1);
    for (const Job &job : *jobs) {
        const auto times = m_witness.heard().count(job.spec.name.toLatin1());
        if (job.phase != Phase::Cleared || job.outcome != Outcome::Succeeded || job.results != Results::Complete || times != 1)
            return u"%1: %2, %3, %4, ran %5 times"_s.arg(job.spec.name, wordFor(job.phase), wordFor(job.outcome), wordFor(job.results))
                .arg(times);
        if (home.read(u"out/%1/one"_s.arg(job.spec.name)) != job.spec.name.toLatin1() + '\n')
            return u"%1: its result is not there"_s.arg(job.spec.name);
    }
    const qsizetype repositories = home.repositories().size();
    return repositories == 0 ? QString() : u"%1 repositories stand"_s.arg(repositories);
}

int ManyJobs::requests() const
{
    return home.hub().get(u"/rate_limit"_s).json()[u"rate"][u"used"].toInt();
}

int ManyJobs::answered(int status) const
{
    int count = 0;
    const QByteArray text = ' ' + QByteArray::number(status) + ' ';
    for (const QFileInfo &log : QDir(home.home()).entryInfoList({u"diagnostics*.log"_s}, QDir::Files)) {
        for (const QByteArray &line : home.read(u"home/"_s + log.fileName()).split('\n'))
            count += line.contains(" punchcard.http ") && line.contains(" 127.0.0.1/") && line.contains(text) ? 1 : 0;
    }
    return count;
}

} // namespace punchcard::testing
