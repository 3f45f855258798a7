// SPDX-License-Identifier: MIT
#include "core/http/download.h"

#include "core/base/diagnostics.h"
#include "core/base/onpool.h"
#include "core/base/pause.h"
#include "core/http/partfile.h"
#include "core/http/retry.h"
#include "core/http/texts.h"
#include "core/http/transport.h"

#include <QFileInfo>

#include <algorithm>

namespace punchcard::http {
namespace {

using namespace Qt::StringLiterals;
using Part = std::shared_ptr<PartFile>;

Async<Part> openPart(QString file, Context context)
{
    const auto open = [file] { return PartFile::open(file); };
    co_return co_await onPool(context, open);
}

Async<> startOver(Part part, Context context)
{
    const auto empty = [part] { return part->startOver(); };
    co_return co_await onPool(context, empty);
}

Async<Saved> finish(Part part, Context context)
{
    const auto rename = [part] { return part->finish(); };
    co_return co_await onPool(context, rename);
}

// The storage host's own refusals say nothing of the thing itself: its link lives a minute, so ask for another.
Error linkRefused(const Reply &reply, const QString &name, Time now)
{
    return Error{.kind = Error::Kind::Unreachable,
                 .what = Http::tr("The storage server did not give out “%1” (status %2).").arg(name).arg(reply.status),
                 .remedy = Http::tr("Try again in a while."),
                 .retry = Retry{now},
                 .status = reply.status,
                 .said = diagnostics::scrubbed(QString::fromUtf8(reply.body.left(2000))).left(500),
                 .detail = u"GET %1 %2"_s.arg(reply.url.toString(QUrl::RemoveQuery)).arg(reply.status)};
}

// Whether what is here is all of it, as far as one can know without asking.
bool isWhole(const PartFile &part, const Download &wanted)
{
    const qint64 size = wanted.sha256.isEmpty() ? part.total() : wanted.size;
    return size > 0 && part.size() == size;
}

/// Looks at a body that has come in whole, as far as HTTP can tell. Each fault is Corrupt: start over if there is a retry.
class Check
{
public:
    [[nodiscard]] Result<> operator()(const PartFile &part, const Download &wanted, Time now)
    {
        if (!wanted.sha256.isEmpty() && (part.sha256() != wanted.sha256 || (wanted.size >= 0 && part.size() != wanted.size)))
            return otherBytes(part, wanted, now);
        // Chunked: Qt may take a cut body for a whole one. The same bytes twice are believed.
        const QByteArray last = std::exchange(m_last, part.sha256());
        if (part.total() < 0 && wanted.sha256.isEmpty() && last != m_last)
            return Error{.kind = Error::Kind::Corrupt,
                         .what = Http::tr("“%1” came with another content each time.").arg(QFileInfo(wanted.file).fileName()),
                         .remedy = Http::tr("Try again in a while."),
                         .retry = Retry{now}};
        return {};
    }

private:
    [[nodiscard]] Error otherBytes(const PartFile &part, const Download &wanted, Time now)
    {
        Error wrong{.kind = Error::Kind::Corrupt,
                    .what = Http::tr("“%1” has other bytes than the server announced.").arg(QFileInfo(wanted.file).fileName()),
                    .remedy = Http::tr("Fetch it again; if that does not help, make it anew by running the job again."),
                    .detail = u"expected %1 bytes, sha256 %2; got %3 bytes"_s.arg(wanted.size)
                                  .arg(QString::fromLatin1(wanted.sha256.toHex()))
                                  .arg(part.size())};
        // Once more from the beginning: the older half may have been the wrong one.
        if (!std::exchange(m_wrong, true))
            wrong.retry = Retry{now};
        return wrong;
    }

    QByteArray m_last;
    bool m_wrong = false;
};

// Asks once and takes in what comes. The error's retry says whether to ask again.
Async<> tryOnce(Transport *transport, Part part, Download wanted, Context context)
{
    const Result<Request> request = co_await wanted.ask();
    if (!request)
        co_return request.error();
    const Exchange exchange = co_await transport->fetch(*request, part, context);
    if (!exchange.answer) {
        Error broken = exchange.answer.error();
        // What came does not join on: from the beginning, then.
        if (broken.kind == Error::Kind::Corrupt)
            broken.retry = Retry{context.now()};
        co_return broken;
    }
    const Reply &reply = *exchange.answer;
    if (reply.status == 200 || reply.status == 206)
        co_return {};
    if (reply.status == 416) {
        if (const Result<> emptied = co_await startOver(part, context); !emptied)
            co_return emptied.error();
        co_return linkRefused(reply, QFileInfo(wanted.file).fileName(), context.now());
    }
    // "BlobNotFound": it is not there (yet). Everything else from a storage host is about the link.
    if (reply.fromOrigin || (reply.status == 404 && reply.body.contains("BlobNotFound")))
        co_return wanted.judge(reply);
    co_return linkRefused(reply, QFileInfo(wanted.file).fileName(), context.now());
}

} // namespace

Async<Saved> save(Transport *transport, Download wanted, Context context)
{
    const Backoff backoff;
    const Result<Part> opened = co_await openPart(wanted.file, context);
    if (!opened)
        co_return opened.error();
    const Part part = *opened;
    if (wanted.size > part->size()) {
        const auto measure = [file = wanted.file, bytes = wanted.size - part->size()] { return PartFile::checkRoom(file, bytes); };
        if (const Result<> room = co_await onPool(context, measure); !room)
            co_return room.error();
    }

    Check check;
    for (int repeats = 0;;) {
        const qint64 before = part->size();
        Result<> got;
        if (!isWhole(*part, wanted))
            got = co_await tryOnce(transport, part, wanted, context);
        if (got)
            got = check(*part, wanted, context.now());
        if (got)
            co_return co_await finish(part, context);

        Error trouble = got.error();
        if (part->size() > before && trouble.kind != Error::Kind::Corrupt)
            repeats = 0;
        if (trouble.kind == Error::Kind::Corrupt) {
            if (const Result<> emptied = co_await startOver(part, context); !emptied)
                co_return emptied.error();
        }
        if (!trouble.retry || repeats >= backoff.repeats)
            co_return trouble;
        const Milliseconds wait = std::max(backoff.before(repeats++), trouble.retry->at - context.now());
        if (wait > longestPatience)
            co_return trouble;
        if (const Result<> waited = co_await pause(wait, context); !waited)
            co_return waited.error();
    }
}

} // namespace punchcard::http
