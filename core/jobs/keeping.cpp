// SPDX-License-Identifier: MIT
#include "core/jobs/keeping.h"

#include <QCoroTask>

namespace punchcard {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds interval = 24h;

Async<qint64> removeOld(std::shared_ptr<store::Store> store, KeepRules rules, Context context)
{
    const Result<CleanUp> plan = co_await planCleanUp(store, rules, context);
    if (!plan)
        co_return plan.error();
    co_return co_await carryOut(store, *plan, context);
}

} // namespace

Keeping::Keeping(std::shared_ptr<store::Store> store, Rules rules, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
    , m_rules(std::move(rules))
{
    m_context.clock = &clock;
}

Keeping::~Keeping()
{
    m_context.cancel->request();
}

void Keeping::begin()
{
    cleanUp();
    m_context.clock->after(interval, this, [this] { begin(); });
}

void Keeping::cleanUp()
{
    const KeepRules rules = m_rules();
    if (rules == KeepRules())
        return;
    QCoro::connect(removeOld(m_store, rules, m_context), this, [this](const Result<qint64> &freed) {
        if (freed)
            emit done(*freed);
        else
            emit failed(freed.error());
    });
}

} // namespace punchcard
