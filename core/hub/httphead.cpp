// SPDX-License-Identifier: MIT
#include "core/hub/httphead.h"

#include <QList>

#include <algorithm>

namespace punchcard::hub {
namespace {

bool isRequestLine(const QByteArray &line)
{
    const QList<QByteArray> words = line.split(' ');
    return words.size() == 3 && words.at(1).startsWith('/') && (words.at(2) == "HTTP/1.1" || words.at(2) == "HTTP/1.0");
}

bool isFieldName(QByteArrayView name)
{
    const auto mayStand = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9')
            || QByteArrayView("!#$%&'*+-.^_`|~").contains(letter);
    };
    return !name.isEmpty() && std::ranges::all_of(name, mayStand);
}

bool isNumber(const QByteArray &text)
{
    return !text.isEmpty() && text.size() <= 18 && std::ranges::all_of(text, [](char digit) { return digit >= '0' && digit <= '9'; });
}

bool hasControls(const QByteArray &line)
{
    return std::ranges::any_of(line, [](char letter) { return (uchar(letter) < 0x20 && letter != '\t') || letter == 0x7f; });
}

} // namespace

HttpHead readHead(QByteArrayView head)
{
    QByteArray text = head.toByteArray();
    if (!text.endsWith("\r\n"))
        return {};
    text.chop(2);
    text.replace("\r\n", "\n");
    HttpHead read;
    bool isChunked = false;
    QList<QByteArray> single;
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        if (hasControls(line))
            return {};
        if (&line == &lines.constFirst()) {
            if (!isRequestLine(line))
                return {};
            continue;
        }
        const qsizetype colon = line.indexOf(':');
        if (colon < 0 || !isFieldName(QByteArrayView(line).first(colon)))
            return {};
        const QByteArray name = line.first(colon).toLower();
        const QByteArray value = line.sliced(colon + 1).trimmed();
        const bool isLength = name == "content-length";
        const bool isCoding = name == "transfer-encoding";
        if (isLength || isCoding || name == "host" || name == "authorization") {
            if (single.contains(name))
                return {};
            single.append(name);
        }
        if ((isLength && !isNumber(value)) || (isCoding && value.toLower() != "chunked"))
            return {};
        // QHttpServer knows web sockets, we do not: a page may open one to any host.
        if (name == "upgrade" && value.toLower().contains("websocket"))
            return {};
        if (isLength)
            read.length = value.toLongLong();
        isChunked = isChunked || isCoding;
    }
    read.isFine = !(isChunked && read.length);
    return read;
}

} // namespace punchcard::hub
