// SPDX-License-Identifier: MIT
#include "core/hub/router.h"

#include <QUrl>

namespace punchcard::hub {

using namespace Qt::StringLiterals;

void Router::add(const QByteArray &methods, const QString &pattern, Handler handler)
{
    m_routes.append({.methods = methods.split(' '), .parts = pattern.mid(1).split(u'/'), .handler = std::move(handler)});
}

std::optional<Router::Match> Router::find(const QByteArray &method, const QString &path) const
{
    const QStringList given = path.mid(1).split(u'/');
    const auto decoded = [](const QString &part) { return QUrl::fromPercentEncoding(part.toLatin1()); };
    for (const Route &route : m_routes) {
        if (!route.methods.contains(method))
            continue;
        const bool takesRest = route.parts.constLast().endsWith("*}"_L1);
        if (takesRest ? given.size() < route.parts.size() : given.size() != route.parts.size())
            continue;
        Match match{.handler = &route.handler, .parameters = {}};
        bool fits = true;
        for (qsizetype i = 0; fits && i < route.parts.size(); ++i) {
            const QString &part = route.parts.at(i);
            if (!part.startsWith(u'{')) {
                fits = part == given.at(i);
            } else if (part.endsWith("*}"_L1)) {
                match.parameters.insert(part.sliced(1, part.size() - 3), decoded(given.mid(i).join(u'/')));
            } else {
                match.parameters.insert(part.sliced(1, part.size() - 2), decoded(given.at(i)));
                fits = !given.at(i).isEmpty();
            }
        }
        if (fits)
            return match;
    }
    return std::nullopt;
}

Page Page::of(const Request &request)
{
    Page page;
    bool isNumber = false;
    const int size = request.item(u"per_page"_s).toInt(&isNumber);
    if (isNumber)
        page.size = std::clamp(size, 1, 100);
    const int number = request.item(u"page"_s).toInt(&isNumber);
    if (isNumber)
        page.number = std::clamp(number, 1, 1'000'000);
    return page;
}

void addLinks(Answer &answer, const Call &call, const Page &page, qsizetype total)
{
    const int last = int(std::max<qsizetype>(1, (total + page.size - 1) / page.size));
    if (last == 1 && page.number == 1)
        return;
    QStringList links;
    const auto link = [&](int number, const QString &relation) {
        QUrlQuery query = call.request.query;
        query.removeAllQueryItems(u"page"_s);
        query.addQueryItem(u"page"_s, QString::number(number));
        links.append(u"<%1%2?%3>; rel=\"%4\""_s.arg(call.views.root(), call.path, query.toString(QUrl::FullyEncoded), relation));
    };
    if (page.number > 1)
        link(std::min(page.number - 1, last), u"prev"_s);
    if (page.number < last) {
        link(page.number + 1, u"next"_s);
        link(last, u"last"_s);
    }
    if (page.number > 1)
        link(1, u"first"_s);
    answer.headers.append(QHttpHeaders::WellKnownHeader::Link, links.join(u", "_s).toLatin1());
}

} // namespace punchcard::hub
