// SPDX-License-Identifier: MIT
#include "core/logs/livetext.h"

#include "core/artifacts/placing.h"
#include "core/base/files.h"
#include "core/logs/logarchive.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// As GitHub's runner has it.
QByteArray stampOf(Time now)
{
    return toDateTime(now).toUTC().toString(u"yyyy-MM-ddTHH:mm:ss.zzz"_s).toLatin1() + "0000Z ";
}

// Nobody announces progress in a longer line.
constexpr qsizetype longestAnnouncement = 400;
constexpr qint64 longestPlace = 1000;

std::optional<LiveProgress> announced(QByteArrayView line)
{
    static const QRegularExpression pattern(u"^\\s*::punchcard\\s+progress=(\\d{1,3})(?:\\.\\d+)?(?:[\\s,]+eta=(\\d{1,7}))?\\s*::"_s);
    const QRegularExpressionMatch match = pattern.match(QString::fromUtf8(line));
    if (!match.hasMatch())
        return std::nullopt;
    LiveProgress progress{.percent = std::min(match.captured(1).toInt(), 100)};
    if (match.hasCaptured(2))
        progress.left = std::chrono::seconds(match.captured(2).toInt());
    return progress;
}

// "Downloading… 37 %", also of a bar that redraws itself: the last one counts.
std::optional<LiveProgress> guessed(QByteArrayView line)
{
    static const QRegularExpression pattern(u"(?<![\\d.])(\\d{1,3})(?:\\.\\d+)?\\s?%"_s);
    std::optional<LiveProgress> progress;
    QRegularExpressionMatchIterator matches = pattern.globalMatch(QString::fromUtf8(line.last(std::min(line.size(), longestAnnouncement))));
    while (matches.hasNext()) {
        if (const int percent = matches.next().captured(1).toInt(); percent <= 100)
            progress = LiveProgress{.percent = percent};
    }
    return progress;
}

} // namespace

QString liveLogPath(const QString &folder, const QString &taskName, qint64 taskId)
{
    const QString own = folder + u'/' + safeFolderName(nameWithId(taskName, taskId)) + u".live"_s;
    // Versions before told tasks apart by their names alone.
    const QString before = folder + u'/' + safeFolderName(taskName) + u".live"_s;
    return !QFileInfo::exists(own) && QFileInfo::exists(before) ? before : own;
}

namespace {

QString livePlaceFile(const QString &file)
{
    return file + u".at"_s;
}

} // namespace

bool isProgressLine(QByteArrayView line)
{
    return line.size() <= longestAnnouncement && line.contains("::punchcard") && announced(line).has_value();
}

LivePlace keptPlace(const QString &file)
{
    const Result<QByteArray> kept = readFile(livePlaceFile(file), longestPlace);
    const QJsonObject json = kept ? QJsonDocument::fromJson(*kept).object() : QJsonObject();
    LivePlace place{.next = json[u"next"].toInt(1),
                    .upTo = json[u"up_to"].toInteger(),
                    .size = json[u"size"].toInteger(),
                    .uploads = json[u"uploads"].toInt()};
    if (json.contains(u"percent"_s)) {
        place.progress = LiveProgress{.percent = json[u"percent"].toInt()};
        if (json.contains(u"left"_s))
            place.progress->left = std::chrono::seconds(json[u"left"].toInteger());
    }
    return place;
}

void keepPlace(const QString &file, const LivePlace &place)
{
    QJsonObject json{{u"next"_s, place.next}, {u"up_to"_s, place.upTo}, {u"size"_s, place.size}, {u"uploads"_s, place.uploads}};
    if (place.progress) {
        json.insert(u"percent"_s, place.progress->percent);
        if (place.progress->left)
            json.insert(u"left"_s, qint64(place.progress->left->count()));
    }
    QFile out(livePlaceFile(file));
    if (out.open(QIODevice::WriteOnly, QFile::ReadOwner | QFile::WriteOwner))
        out.write(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

std::optional<LiveProgress> keptProgress(const QString &file)
{
    return QFileInfo::exists(file) ? keptPlace(file).progress : std::nullopt;
}

void removeLiveText(const QString &file)
{
    QFile::remove(file);
    QFile::remove(livePlaceFile(file));
}

std::optional<QByteArray> LiveText::shown(QByteArrayView line)
{
    QByteArrayView command = line;
    while (!command.isEmpty() && (command.front() == ' ' || command.front() == '\t'))
        command = command.sliced(1);
    if (!command.startsWith("::"))
        return line.toByteArray();
    if (line.size() <= longestAnnouncement) {
        if (const std::optional<LiveProgress> said = announced(line)) {
            m_progress = said;
            return std::nullopt;
        }
    }
    const qsizetype end = command.indexOf("::", 2);
    if (end < 0)
        return line.toByteArray();
    const QByteArrayView head = command.sliced(2, end - 2);
    const QByteArrayView name = head.first(std::max<qsizetype>(0, head.indexOf(' ') < 0 ? head.size() : head.indexOf(' ')));
    static const QByteArrayList marked{"group", "endgroup", "error", "warning", "notice"};
    const auto known = std::ranges::find(marked, name);
    if (known != marked.end())
        return "##[" + *known + ']' + command.sliced(end + 2).toByteArray();
    if (name == "debug")
        return std::nullopt;
    return line.toByteArray();
}

QByteArray LiveText::take(QByteArrayView piece, Time now)
{
    const QByteArray stamp = stampOf(now);
    QByteArray out;
    out.reserve(piece.size());
    for (qsizetype at = 0; at < piece.size();) {
        const qsizetype found = piece.indexOf('\n', at);
        const qsizetype end = found < 0 ? piece.size() : found;
        const QByteArrayView line = piece.sliced(at, end - at);
        const bool isWhole = !m_inLine && found >= 0;
        const std::optional<QByteArray> text = isWhole ? shown(line) : std::optional(line.toByteArray());
        if (text) {
            if (!m_inLine)
                out += stamp;
            out += *text;
            if (found >= 0)
                out += '\n';
        }
        m_inLine = found < 0;
        at = end + 1;
        if (at >= piece.size() && text) {
            if (const std::optional<LiveProgress> last = guessed(line))
                m_progress = last;
        }
    }
    return out;
}

QByteArray LiveText::gap(const QString &said, Time now)
{
    QByteArray out = m_inLine ? "\n" : "";
    m_inLine = false;
    return out + stampOf(now) + said.toUtf8() + '\n';
}

} // namespace punchcard
