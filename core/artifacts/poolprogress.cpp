// SPDX-License-Identifier: MIT
#include "core/artifacts/poolprogress.h"

namespace punchcard {

PoolProgress::PoolProgress(const Context &context)
    : m_context(context)
    , m_share(std::make_shared<PoolShare>())
{
    m_share->cancel = context.cancel;
    if (!context.progress)
        return;
    m_timer.setInterval(std::chrono::milliseconds(100));
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { report(); });
    m_timer.start();
}

PoolProgress::~PoolProgress()
{
    report();
}

void PoolProgress::report() const
{
    if (m_share->total >= 0)
        m_context.report({.done = m_share->done, .total = m_share->total});
}

} // namespace punchcard
