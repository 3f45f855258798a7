// SPDX-License-Identifier: MIT
#include "core/secrets/memorytokenstore.h"

#include <QCoreApplication>

namespace punchcard {

// Nothing here waits: the coroutines have ended when they return.

Async<SecretString> MemoryTokenStore::read(QString key, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    const auto entry = m_entries.constFind(key);
    if (entry == m_entries.constEnd())
        co_return Error{.kind = Error::Kind::Missing,
                        .what = QCoreApplication::translate("TokenStore", "There is no entry “%1”.").arg(key),
                        .remedy = QCoreApplication::translate("TokenStore", "Enter the value again."),
                        .detail = key};
    co_return *entry;
}

Async<> MemoryTokenStore::write(QString key, SecretString value, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    m_entries.insert(key, value);
    co_return {};
}

Async<> MemoryTokenStore::remove(QString key, Context context)
{
    if (context.cancelled())
        co_return cancelledError();
    m_entries.remove(key);
    co_return {};
}

} // namespace punchcard
