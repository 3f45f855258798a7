// SPDX-License-Identifier: MIT
#include "app/cli/racetable.h"

#include "app/cli/table.h"
#include "core/models/wording.h"

#include <QCoreApplication>

#include <algorithm>

namespace punchcard::cli {

using namespace Qt::StringLiterals;

namespace {

struct RaceTableText
{
    Q_DECLARE_TR_FUNCTIONS(RaceTable)
};

constexpr int leastBar = 16;
constexpr int mostBar = 60;

QChar markOf(RacePart part)
{
    switch (part) {
    case RacePart::Queued: return u'·';
    case RacePart::SetUp: return u'░';
    case RacePart::Script: return u'█';
    case RacePart::Rest: return u'▒';
    }
    return u' ';
}

// Each piece ends where its time does, so that rounding adds up; what was there is seen.
QString barOf(const RaceLane &lane, Milliseconds longest, int columns)
{
    QString bar;
    Milliseconds until{};
    for (const RaceStretch &stretch : lane.stretches) {
        until += stretch.length;
        const auto end = longest.count() > 0 ? qRound(double(columns) * double(until.count()) / double(longest.count())) : 0;
        bar += QString(std::max<qsizetype>(end - bar.size(), 1), markOf(stretch.part));
    }
    return bar;
}

QString legend()
{
    QStringList parts;
    for (const RacePart part : allRaceParts)
        parts.append(markOf(part) + u' ' + nameOf(part).toLower());
    return parts.join(u"  "_s);
}

QString figureText(const RaceFigure &figure)
{
    if (!figure.ratio)
        return secondsText(figure.length);
    return RaceTableText::tr("%1 %2", "a time, how many times the best").arg(secondsText(figure.length), ratioText(*figure.ratio));
}

} // namespace

QStringList raceLines(const RaceLanes &race, int width)
{
    int names = 0;
    for (const RaceLane &lane : race.lanes)
        names = std::max(names, columnsOf(lane.name));
    const int columns = std::clamp(width - names - 2, leastBar, mostBar);
    QStringList lines;
    Table table({RaceTableText::tr("JOB"), RaceTableText::tr("RUNNER"), RaceTableText::tr("QUEUED"), RaceTableText::tr("SET-UP"),
                 RaceTableText::tr("SCRIPT"), RaceTableText::tr("TOTAL"), RaceTableText::tr("RESULT")});
    for (qsizetype i = 0; i < race.lanes.size(); ++i) {
        const RaceLane &lane = race.lanes.at(i);
        lines.append(lane.name + QString(names - columnsOf(lane.name) + 2, u' ') + barOf(lane, race.longest, columns));
        const QString state = stateText(lane.state).toLower();
        table.add({QString::number(qint64(lane.job)), lane.name, figureText(lane.queued), figureText(lane.setUp), figureText(lane.script),
                   figureText(lane.total), race.winner == i ? RaceTableText::tr("%1, winner").arg(state) : state});
    }
    lines.append(QString(names + 2, u' ') + legend());
    return lines + QStringList(QString()) + table.lines() + QStringList{QString(), race.verdict()};
}

} // namespace punchcard::cli
