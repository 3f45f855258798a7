// SPDX-License-Identifier: MIT
#include "tests/end-to-end/ordeal.h"

#include "tests/support/sanitized.h"

#include <QFile>
#include <QMutex>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>
#include <QThread>

#include <atomic>
#include <csignal>

namespace punchcard::testing {

using namespace Qt::StringLiterals;

namespace {

constexpr int ordealLanes = 5;
constexpr auto firstToken = "first-token";
const QString otherConnection = u"another program %1"_s;

struct Expected
{
    int code;
    Outcome outcome;
};

Expected expectedOf(End end)
{
    switch (end) {
    case End::AllThere:
    case End::LeftOver: return {.code = 0, .outcome = Outcome::Succeeded};
    case End::NotBegun: return {.code = 3, .outcome = Outcome::Refused};
    case End::Lost: return {.code = 5, .outcome = Outcome::Lost};
    case End::Incomplete: return {.code = 6, .outcome = Outcome::Succeeded};
    }
    return {};
}

QString stateComplaint(const Job &job, End end)
{
    if (!job.isOver() || job.outcome != expectedOf(end).outcome)
        return u"it is %1, %2"_s.arg(wordFor(job.phase), wordFor(job.outcome));
    if (end == End::Incomplete && job.results != Results::Incomplete)
        return u"nobody says that results are missing"_s;
    if (!job.error)
        return u"nobody says why"_s;
    return job.error->remedy.isEmpty() ? u"nobody says what to do: "_s + job.error->what : QString();
}

QString endComplaint(const Ordeal &ordeal, End end)
{
    const QStringList strays = ordeal.journey.strays();
    if (!strays.isEmpty())
        return u"it stands and is on no list: "_s + strays.join(u", "_s);
    if (end == End::AllThere)
        return ordeal.journey.complaint();
    const std::optional<Job> job = ordeal.journey.newest();
    if (!job)
        return u"the job is not there"_s;
    if (end == End::LeftOver && ordeal.journey.home.repositories().isEmpty())
        return u"nothing is left"_s;
    return stateComplaint(*job, end);
}

QJsonObject hold(const char *match)
{
    return {{u"match"_s, QString::fromLatin1(match)}, {u"fault"_s, u"hold"_s}};
}

void act(const std::function<void(Ordeal &)> &what, Ordeal &ordeal)
{
    if (what)
        what(ordeal);
}

// The last wait's or the end's message and remedy.
QString said(const QList<QJsonObject> &events)
{
    QString text;
    for (const QJsonObject &event : events) {
        if (!event[u"remedy"].toString().isEmpty())
            text = event[u"message"].toString() + u' ' + event[u"remedy"].toString();
    }
    return text;
}

/// One job on its hard way.
class Passage
{
public:
    Passage(Ordeal &ordeal, const Hardship &hardship)
        : m_ordeal(ordeal)
        , m_hardship(hardship)
    {
    }

    /// What went wrong; empty when nothing did.
    QString pass(std::optional<At> at)
    {
        Journey &journey = m_ordeal.journey;
        act(m_hardship.before, m_ordeal);
        journey.setFaults(at ? QJsonArray{hold(moments[*at].match)} : m_hardship.faults);
        if (!at)
            act(m_hardship.strike, m_ordeal);
        const int faults = journey.faultsHad();
        m_ordeal.punch = journey.begin(m_hardship.environment);
        if (at) {
            const auto isHeld = [&] { return journey.faultsHad() > faults || !m_ordeal.punch->isRunning(); };
            if (!QTest::qWaitFor(isHeld, 60'000) || !m_ordeal.punch->isRunning())
                return u"it never came there"_s;
            if (m_hardship.killed)
                end();
            act(m_hardship.strike, m_ordeal);
            journey.setFaults(m_hardship.faults);
        }
        const QString wrong = m_hardship.killed ? startInVain() : waitForIt();
        act(m_hardship.heal, m_ordeal);
        if (m_hardship.heal)
            journey.setFaults({});
        return wrong.isEmpty() ? arrive() : wrong;
    }
    [[nodiscard]] QList<QJsonObject> events() const { return m_events; }
    [[nodiscard]] QByteArray all() const { return m_said; }

private:
    void end()
    {
        m_ordeal.punch->signal(SIGKILL);
        (void)take();
    }
    int take()
    {
        const int code = m_ordeal.punch->finish();
        m_events += m_ordeal.punch->events();
        m_said += m_ordeal.punch->said();
        return code;
    }
    QString startInVain()
    {
        m_ordeal.punch = m_ordeal.journey.goOn({u"resume"_s, u"--json"_s}, m_hardship.environment);
        const int code = take();
        if (code <= 0)
            return u"a start ended with %1"_s.arg(code);
        return m_ordeal.punch->events().value(0)[u"remedy"].toString().isEmpty() ? u"a start says nothing of what to do"_s : QString();
    }
    QString waitForIt()
    {
        if (m_hardship.wait.isEmpty())
            return {};
        const QJsonObject waiting = m_ordeal.punch->event(u"waiting"_s, {{u"for"_s, m_hardship.wait}});
        if (waiting.isEmpty() || !m_ordeal.punch->isRunning()) {
            end();
            return u"it does not wait for "_s + m_hardship.wait;
        }
        return waiting[u"remedy"].toString().isEmpty() ? u"the wait says nothing of what to do"_s : QString();
    }
    QString arrive()
    {
        if (m_hardship.killed)
            m_ordeal.punch = m_ordeal.journey.goOn({u"resume"_s, u"--json"_s}, m_hardship.environment);
        const int code = take();
        if (code != expectedOf(m_hardship.end).code)
            return u"punch ended with %1"_s.arg(code);
        const QString bare = waitWithoutRemedy(m_events);
        return bare.isEmpty() ? endComplaint(m_ordeal, m_hardship.end) : u"nobody says what to do: "_s + bare;
    }

    Ordeal &m_ordeal;
    const Hardship &m_hardship;
    QList<QJsonObject> m_events;
    QByteArray m_said;
};

// For the next job: what the last one left is not its.
void sweep(Ordeal &ordeal)
{
    const QJsonArray repositories = ordeal.journey.home.repositories();
    for (const QJsonValue repository : repositories)
        (void)ordeal.journey.home.hub().send("DELETE", u"/repos/"_s + repository[u"full_name"].toString());
}

Verdict passedBy(Ordeal &ordeal, const Hardship &hardship, std::optional<At> at)
{
    const QString name = QString::fromLatin1(at ? hardship.name + ", " + moments[*at].name : hardship.name);
    Passage passage(ordeal, hardship);
    const QString wrong = passage.pass(at);
    const QString how = !wrong.isEmpty() ? wrong : hardship.end == End::AllThere ? u"all there"_s : u"ended as it must"_s;
    const QString told = said(passage.events());
    Verdict verdict;
    verdict.lines.append(u"%1: %2%3%4"_s.arg(name, how, waitsIn(passage.events()), told.isEmpty() ? QString() : u"; said: "_s + told));
    if (!wrong.isEmpty())
        verdict.wrong.append(u"%1: %2\n%3"_s.arg(name, wrong, QString::fromUtf8(passage.all())));
    ordeal.punch.reset();
    act(hardship.after, ordeal);
    if (hardship.housing != Housing::Standing)
        sweep(ordeal);
    return verdict;
}

struct Due
{
    const Hardship *hardship;
    std::optional<At> at;
};

QList<Due> dueOf(const QList<Hardship> &hardships, int share)
{
    const bool isWhole = qEnvironmentVariableIntValue("PUNCHCARD_LONG") != 0;
    const qsizetype step = isWhole ? 1 : isSanitized ? share * 3 : share;
    QList<Due> due;
    for (qsizetype row = 0; row < hardships.size(); ++row) {
        const Hardship &hardship = hardships.at(row);
        if (!isWhole && (hardship.slow || (isSanitized && row % 3 != 0)))
            continue;
        if (hardship.at.isEmpty())
            due.append({.hardship = &hardship, .at = std::nullopt});
        for (qsizetype index = isWhole ? 0 : row % std::min(step, std::max<qsizetype>(1, hardship.at.size())); index < hardship.at.size();
             index += step)
            due.append({.hardship = &hardship, .at = hardship.at.at(index)});
    }
    return due;
}

std::unique_ptr<Ordeal> ordealFor(const Hardship &hardship)
{
    auto ordeal = std::make_unique<Ordeal>(hardship.housing, hardship.hub.isEmpty() ? hardship.environment : hardship.hub);
    if (hardship.server)
        ordeal->beServer();
    return ordeal;
}

} // namespace

Ordeal::Ordeal(Housing housing, const QStringList &environment)
    : journey(housing, environment)
{
}

Ordeal::~Ordeal()
{
    freeDatabase();
}

void Ordeal::beServer()
{
    line = std::make_unique<Line>(QUrl(journey.home.hub().root));
    journey.setReach({u"--api-url"_s, line->url(), u"--token-file"_s, journey.home.path(u"token"_s)});
    giveToken(firstToken);
    line->setToken(firstToken, journey.home.hub().token);
}

QString Ordeal::repository() const
{
    return journey.home.repositories().at(0)[u"full_name"].toString();
}

void Ordeal::rename(const QString &name)
{
    const Response renamed = journey.home.hub().send("PATCH", u"/repos/"_s + repository(), QJsonObject{{u"name"_s, name}});
    if (renamed.status != 200)
        qCritical("not renamed: %s", renamed.body.constData());
}

void Ordeal::giveToken(const QByteArray &token) const
{
    const QString file = journey.home.write(u"token"_s, token);
    QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
}

void Ordeal::holdDatabase()
{
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, otherConnection.arg(quintptr(this)));
    database.setDatabaseName(journey.home.home() + u"/punchcard.sqlite"_s);
    QSqlQuery begin(database.open() ? database : QSqlDatabase());
    if (!begin.exec(u"BEGIN IMMEDIATE"_s))
        qCritical("the database is not held: %s", qPrintable(begin.lastError().text()));
}

void Ordeal::freeDatabase()
{
    QSqlDatabase::removeDatabase(otherConnection.arg(quintptr(this)));
}

Verdict endure(const QList<Hardship> &hardships, int share)
{
    const QList<Due> due = dueOf(hardships, share);
    QMutex mutex;
    Verdict all;
    std::atomic<qsizetype> next = 0;
    const auto lane = [&] {
        const bool mayMount = SmallDisk::mayBe();
        const Hardship *before = nullptr;
        std::unique_ptr<Ordeal> ordeal;
        for (qsizetype index = next++; index < due.size(); index = next++) {
            const auto &[hardship, at] = due.at(index);
            if (hardship->mounts && !mayMount)
                continue;
            if (hardship != before) {
                ordeal.reset();
                ordeal = ordealFor(*hardship);
            }
            before = hardship;
            const Verdict one = passedBy(*ordeal, *hardship, at);
            const QMutexLocker locker(&mutex);
            all.lines += one.lines;
            all.wrong += one.wrong;
        }
    };
    QList<QThread *> threads;
    for (qsizetype number = 0; number < std::min<qsizetype>(ordealLanes, due.size()); ++number) {
        threads.append(QThread::create(lane));
        threads.constLast()->start();
    }
    for (QThread *const thread : std::as_const(threads)) {
        thread->wait();
        delete thread;
    }
    return all;
}

} // namespace punchcard::testing
