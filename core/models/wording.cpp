// SPDX-License-Identifier: MIT
#include "core/models/wording.h"

#include "core/accounts/account.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct WordingText
{
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

QString conclusionText(Conclusion conclusion)
{
    switch (conclusion) {
    case Conclusion::Success: return WordingText::tr("Succeeded");
    case Conclusion::Failure: return WordingText::tr("Failed");
    case Conclusion::Cancelled: return WordingText::tr("Cancelled");
    case Conclusion::Skipped: return WordingText::tr("Skipped");
    case Conclusion::TimedOut: return WordingText::tr("Timed out");
    case Conclusion::StartupFailure: return WordingText::tr("Could not start");
    case Conclusion::None:
    case Conclusion::Other: break;
    }
    return WordingText::tr("Ended");
}

} // namespace

QString tipText(const QString &text)
{
    return text.contains(u'<') ? u"<p>%1</p>"_s.arg(text.toHtmlEscaped().replace(u'\n', u"<br>"_s)) : text;
}

QString sizeText(qint64 bytes, int digits, const QString &gap)
{
    static constexpr std::array units{"B", "kB", "MB", "GB", "TB", "PB"};
    double amount = double(std::max<qint64>(bytes, 0));
    std::size_t unit = 0;
    while (amount >= 1000 && unit + 1 < units.size()) {
        amount /= 1000;
        ++unit;
    }
    // What is rounded up to a thousand is one of the next unit.
    if (unit > 0 && unit + 1 < units.size() && QString::number(amount, 'g', digits).toDouble() >= 1000) {
        amount /= 1000;
        ++unit;
    }
    return QString::number(amount, 'g', digits) + gap + QLatin1StringView(units.at(unit));
}

QString secondsText(std::optional<Milliseconds> duration)
{
    if (!duration)
        return u"-"_s;
    const auto seconds = std::chrono::round<std::chrono::seconds>(std::max(*duration, Milliseconds(0)));
    return seconds.count() == 0 ? u"0s"_s : durationText(seconds);
}

QString ageText(Milliseconds age)
{
    if (age < 1min)
        return WordingText::tr("now");
    if (age < 1h)
        return WordingText::tr("%1m").arg(age / 1min);
    if (age < 24h)
        return WordingText::tr("%1h").arg(age / 1h);
    return WordingText::tr("%1d").arg(age / 24h);
}

QString dayText(QDate day, QDate today)
{
    const qint64 ago = day.daysTo(today);
    if (ago == 0)
        return WordingText::tr("Today");
    if (ago == 1)
        return WordingText::tr("Yesterday");
    if (ago > 1 && ago < 7)
        return QLocale().standaloneDayName(day.dayOfWeek());
    return QLocale().toString(day, QLocale::LongFormat);
}

QString momentText(Time time, QDate today)
{
    const QDateTime local = toDateTime(time).toLocalTime();
    const QString clock = QLocale().toString(local.time(), QLocale::ShortFormat);
    if (local.date() == today)
        return clock;
    return WordingText::tr("%1, %2", "a date and a time").arg(QLocale().toString(local.date(), QLocale::ShortFormat), clock);
}

QString runnerText(const QString &account, const QStringList &labels)
{
    return account == thisComputerId() ? thisComputer().name : labels.join(u", "_s);
}

QString waitedFor(Waiting::For what)
{
    switch (what) {
    case Waiting::For::Network: return WordingText::tr("the network");
    case Waiting::For::Quota: return WordingText::tr("the server's limits");
    case Waiting::For::Token: return WordingText::tr("a token that is accepted");
    case Waiting::For::Secret: return WordingText::tr("a secret's value");
    case Waiting::For::Keychain: return WordingText::tr("the keychain");
    case Waiting::For::Disk: return WordingText::tr("the disk");
    case Waiting::For::Decision: return WordingText::tr("a decision of yours");
    case Waiting::For::Runner: return WordingText::tr("a runner");
    }
    return {};
}

QString outcomeText(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Open: return WordingText::tr("Running");
    case Outcome::Succeeded: return WordingText::tr("Succeeded");
    case Outcome::Failed: return WordingText::tr("Failed");
    case Outcome::Cancelled: return WordingText::tr("Cancelled");
    case Outcome::TimedOut: return WordingText::tr("Timed out");
    case Outcome::Lost: return WordingText::tr("Lost");
    case Outcome::Refused: return WordingText::tr("Refused");
    }
    return {};
}

QString statusText(Status status, Conclusion conclusion)
{
    switch (status) {
    case Status::Queued: return WordingText::tr("Queued");
    case Status::Waiting: return WordingText::tr("Waiting");
    case Status::InProgress: return WordingText::tr("Running");
    case Status::Completed: return conclusionText(conclusion);
    case Status::Unknown: break;
    }
    return WordingText::tr("Unknown");
}

} // namespace punchcard
