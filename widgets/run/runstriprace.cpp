// SPDX-License-Identifier: MIT
// How the strip begins a race: the runners that it knows are offered, the script's own and the chosen one come first.
#include "core/jobs/race.h"
#include "core/store/habits.h"
#include "widgets/run/racesheet.h"
#include "widgets/run/runstrip.h"
#include "widgets/run/submitter.h"

namespace punchcard {

void RunStrip::race()
{
    const std::optional<ScriptInFront> script = scriptToSubmit([this] { race(); });
    if (!script)
        return;
    if (m_account.isThisComputer())
        return showRaceSheet(*script, {});
    const store::Habits habits(m_desk.store().database());
    QCoro::connect(habits.usedLabels(m_account.id), this, [this, script = *script](const Result<QStringList> &used) {
        if (script.id == m_script)
            showRaceSheet(
                script,
                runnerSuggestions(m_account, m_choices.spec.isPrivate, used.value_or(QStringList()), m_offered.value(m_account.id)));
    });
}

void RunStrip::showRaceSheet(const ScriptInFront &script, const QList<RunnerSuggestion> &suggestions)
{
    const JobSpec wanted = spec();
    QList<Racer> chosen;
    if (m_account.isThisComputer())
        chosen.append(racerFromText(QStringLiteral("local")));
    else if (!wanted.runsOn.isEmpty() || !wanted.runnerGroup.isEmpty())
        chosen.append({.account = {}, .runner = {.labels = wanted.runsOn, .group = wanted.runnerGroup}});
    const QStringList asked = m_asked && !m_account.isThisComputer() ? askedRacers(*m_asked) : QStringList();
    for (const QString &racer : asked)
        chosen.append(racerFromText(racer));
    auto *sheet = new RaceSheet(wanted.name, m_account, chosen, suggestions, window());
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &QDialog::accepted, this, [this, sheet, script, wanted] {
        m_submitter->startRace(script, {.spec = wanted, .typed = m_choices.typed}, m_account, sheet->racers(),
                               m_rights.value(m_account.id));
    });
    sheet->open();
}

} // namespace punchcard
