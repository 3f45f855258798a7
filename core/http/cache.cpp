// SPDX-License-Identifier: MIT
#include "core/http/cache.h"

#include <QCryptographicHash>

namespace punchcard::http {

Cache::Cache(qsizetype bytes)
    : m_replies(bytes)
{
}

QByteArray Cache::keyOf(const Request &request)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(request.url.toEncoded());
    hash.addData(QByteArrayView("\n", 1));
    hash.addData(request.token.bytes());
    for (const auto &[name, value] : request.headers) {
        hash.addData(QByteArrayView("\n", 1));
        hash.addData(name);
        hash.addData(QByteArrayView(":", 1));
        hash.addData(value);
    }
    return hash.result();
}

std::shared_ptr<const Reply> Cache::find(const QByteArray &key) const
{
    const auto *const found = m_replies.object(key);
    return found ? *found : nullptr;
}

void Cache::keep(const QByteArray &key, const Reply &reply)
{
    // It goes along with each request from now on.
    constexpr qsizetype longestTag = 1024;
    const QByteArray tag = reply.header("etag");
    if (reply.status != 200 || tag.isEmpty() || tag.size() > longestTag) {
        m_replies.remove(key);
        return;
    }
    constexpr qsizetype headersAndKey = 2048;
    m_replies.insert(key, new std::shared_ptr<const Reply>(std::make_shared<const Reply>(reply)), reply.body.size() + headersAndKey);
}

} // namespace punchcard::http
