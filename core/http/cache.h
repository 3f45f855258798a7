// SPDX-License-Identifier: MIT
#pragma once

#include "core/http/message.h"

#include <QCache>

#include <memory>

namespace punchcard::http {

/// Answers with an ETag, kept so that a 304 (which GitHub does not count) can be served from them. In memory, bounded,
/// least recently used goes first.
class Cache
{
public:
    explicit Cache(qsizetype bytes = 8 << 20);

    /// The key of @p request: what it asks for, and for whom. The token itself is not kept, only its hash.
    [[nodiscard]] static QByteArray keyOf(const Request &request);

    [[nodiscard]] std::shared_ptr<const Reply> find(const QByteArray &key) const;
    /// Keeps @p reply if it can be asked for again: 200 with an ETag.
    void keep(const QByteArray &key, const Reply &reply);
    void clear() { m_replies.clear(); }

private:
    QCache<QByteArray, std::shared_ptr<const Reply>> m_replies;
};

} // namespace punchcard::http
