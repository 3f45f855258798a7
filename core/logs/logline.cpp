// SPDX-License-Identifier: MIT
#include "core/logs/logline.h"

#include <QByteArray>

#include <array>

namespace punchcard {
namespace {

constexpr QByteArrayView byteOrderMark = "\xEF\xBB\xBF";
constexpr qsizetype stampLength = 20; // 2026-11-23T10:00:00Z, without decimals.
constexpr int decimalsLimit = 9;

int number(QByteArrayView digits)
{
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

// Takes "2026-11-23T10:00:00.1234567Z" and a blank off the front of @p line.
std::optional<Time> takeStamp(QByteArrayView &line)
{
    using namespace std::chrono;
    if (line.size() < stampLength || line.at(4) != '-' || line.at(7) != '-' || line.at(10) != 'T' || line.at(13) != ':'
        || line.at(16) != ':')
        return std::nullopt;
    const std::array<int, 6> n{number(line.sliced(0, 4)),  number(line.sliced(5, 2)),  number(line.sliced(8, 2)),
                               number(line.sliced(11, 2)), number(line.sliced(14, 2)), number(line.sliced(17, 2))};
    const year_month_day day{year(n[0]), month(unsigned(n[1])), std::chrono::day(unsigned(n[2]))};
    if (n[0] < 0 || !day.ok() || n[3] < 0 || n[3] > 23 || n[4] < 0 || n[4] > 59 || n[5] < 0 || n[5] > 60)
        return std::nullopt;
    qsizetype at = stampLength - 1;
    int fraction = 0;
    if (line.at(at) == '.') {
        int decimals = 0;
        for (++at; at < line.size() && line.at(at) >= '0' && line.at(at) <= '9' && decimals < decimalsLimit; ++at, ++decimals) {
            if (decimals < 3)
                fraction = fraction * 10 + (line.at(at) - '0');
        }
        for (; decimals < 3; ++decimals)
            fraction *= 10;
    }
    if (at >= line.size() || line.at(at) != 'Z' || (at + 1 < line.size() && line.at(at + 1) != ' '))
        return std::nullopt;
    line = line.sliced(std::min(at + 2, line.size()));
    return Time(sys_days(day)) + hours(n[3]) + minutes(n[4]) + seconds(n[5]) + milliseconds(fraction);
}

struct Known
{
    QByteArrayView name;
    LogMarker marker;
};

LogMarker takeMarker(QByteArrayView &text)
{
    static constexpr Known all[]
        = {{"##[group]", LogMarker::Group},     {"##[endgroup]", LogMarker::EndGroup}, {"##[error]", LogMarker::Error},
           {"##[warning]", LogMarker::Warning}, {"##[notice]", LogMarker::Notice},     {"##[debug]", LogMarker::Debug},
           {"##[command]", LogMarker::Command}, {"##[section]", LogMarker::Section}};
    if (!text.startsWith("##["))
        return LogMarker::None;
    for (const Known &known : all) {
        if (text.startsWith(known.name)) {
            text = text.sliced(known.name.size());
            return known.marker;
        }
    }
    return LogMarker::None;
}

} // namespace

LogLine parseLogLine(QByteArrayView line)
{
    if (line.endsWith('\n'))
        line.chop(1);
    while (line.endsWith('\r'))
        line.chop(1);
    while (line.startsWith(byteOrderMark))
        line = line.sliced(byteOrderMark.size());
    LogLine parsed;
    parsed.stamp = takeStamp(line);
    parsed.marker = takeMarker(line);
    parsed.text = line;
    return parsed;
}

QByteArrayView prefixFor(LogMarker marker)
{
    switch (marker) {
    case LogMarker::Error: return "Error: ";
    case LogMarker::Warning: return "Warning: ";
    case LogMarker::Notice: return "Notice: ";
    case LogMarker::Debug: return "Debug: ";
    default: return {};
    }
}

} // namespace punchcard
