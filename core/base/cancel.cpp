// SPDX-License-Identifier: MIT
#include "core/base/cancel.h"

namespace punchcard {

std::shared_ptr<Cancel> Cancel::make()
{
    // Whoever holds the last copy may be a coroutine that was resumed by requested() itself: die later.
    return {new Cancel, [](Cancel *cancel) { cancel->deleteLater(); }};
}

std::shared_ptr<Cancel> Cancel::under(const std::shared_ptr<Cancel> &whole)
{
    const std::shared_ptr<Cancel> part = make();
    connect(whole.get(), &Cancel::requested, part.get(), &Cancel::request);
    if (whole->isRequested())
        part->request();
    return part;
}

void Cancel::request()
{
    if (!m_requested.exchange(true))
        emit requested();
}

} // namespace punchcard
