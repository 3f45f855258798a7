// SPDX-License-Identifier: MIT
#include "core/base/error.h"

#include <QCoreApplication>

namespace punchcard {

using namespace Qt::StringLiterals;

QString Error::sentence() const
{
    if (remedy.isEmpty())
        return what;
    // What a system or a server said, and ends "what", often lacks the full stop.
    const bool isOpen = !what.isEmpty() && (what.back().isLetterOrNumber() || what.back() == u')' || what.back() == u'”');
    return what + (isOpen ? u". "_s : u" "_s) + remedy;
}

QString kindName(Error::Kind kind)
{
    switch (kind) {
    case Error::Kind::Cancelled: return u"cancelled"_s;
    case Error::Kind::Unreachable: return u"unreachable"_s;
    case Error::Kind::Denied: return u"denied"_s;
    case Error::Kind::Missing: return u"missing"_s;
    case Error::Kind::Conflict: return u"conflict"_s;
    case Error::Kind::Refused: return u"refused"_s;
    case Error::Kind::Throttled: return u"throttled"_s;
    case Error::Kind::Malformed: return u"malformed"_s;
    case Error::Kind::Corrupt: return u"corrupt"_s;
    case Error::Kind::Local: return u"local"_s;
    case Error::Kind::Storage: return u"storage"_s;
    }
    return u"local"_s;
}

Error cancelledError()
{
    return Error{.kind = Error::Kind::Cancelled, .what = QCoreApplication::translate("Error", "Cancelled.")};
}

Error refusedError(const QString &what, const QString &remedy, const QString &detail)
{
    return Error{.kind = Error::Kind::Refused, .what = what, .remedy = remedy, .detail = detail};
}

} // namespace punchcard
