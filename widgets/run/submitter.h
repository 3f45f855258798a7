// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/account.h"
#include "core/accounts/capabilities.h"
#include "core/jobs/desk.h"
#include "core/jobs/race.h"
#include "core/store/habits.h"
#include "widgets/look/prompts.h"
#include "widgets/run/runchoices.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace punchcard {

class PreflightSheet;
struct Preflight;
struct Surroundings;

/// The way from Run to a submitted job: the sheet when it has to be shown, the desk, and keeping what was chosen.
class Submitter : public QObject
{
    Q_OBJECT

public:
    /// @p window is what the sheet stands before.
    Submitter(Desk &desk, look::Prompts &prompts, QWidget *window);

    enum class Sheet { WhenNew, Always };
    /// Does nothing while another submission is on its way.
    /// @p rights: what the account's token may do, as far as it is known. The sheet is shown when that is too little.
    void start(const ScriptInFront &script, const RunChoices &choices, const Account &account, Sheet sheet,
               const std::optional<Capabilities> &rights = std::nullopt);
    /// The same for several runners at once. @p racers: of racersOf().
    void startRace(const ScriptInFront &script, const RunChoices &choices, const Account &account, const QList<Racer> &racers,
                   const std::optional<Capabilities> &rights = std::nullopt);
    [[nodiscard]] bool isBusy() const { return m_busy; }
    /// ShellCheck has looked at @p script, which may be the one on the sheet.
    void showLint(const ScriptInFront &script);

signals:
    /// The user decided something for the account.
    void accountKept();
    void busyChanged(bool busy);
    void submitted(punchcard::JobId job, const QStringList &notes);
    /// @p notes: what was mended, and who does not take part.
    void raceStarted(punchcard::GroupId race, const QStringList &notes);
    void failed(const punchcard::Error &error);
    /// The user has chosen a way out: where the job lives, and whether that is deleted.
    void housingChosen(punchcard::Housing housing, bool deletes);
    /// The token may do too little, as far as was known.
    void rightsLacked();
    /// The user went back to the script.
    void turnedBack();

private:
    void begin(const ScriptInFront &script, const RunChoices &choices, const Account &account, Sheet sheet,
               const std::optional<Capabilities> &rights);
    /// Submits it when the user has seen what is said to @p key.
    void submitIfSeen(const QString &key);
    void show();
    void show(const Surroundings &around);
    void showSheet(const Preflight &told);
    [[nodiscard]] Result<> mayRun() const;
    void house(Housing housing, bool deletes);
    void submit();
    void submitRace(const Submission &script);
    /// Asked before the script runs here without a sandbox, beside the account's runners.
    [[nodiscard]] bool mayRaceHere(const Error &noSandbox);
    /// Whether the job's output is shown while it runs; asked once for each account.
    [[nodiscard]] std::optional<bool> live();
    void keepHabits();
    void setBusy(bool busy);

    Desk &m_desk;
    look::Prompts &m_prompts;
    QWidget *m_window;
    store::Habits m_habits;
    ScriptInFront m_script;
    RunChoices m_choices;
    Account m_account;
    std::optional<Capabilities> m_rights;
    QList<Racer> m_racers; ///< empty: it is no race
    Result<> m_sandbox; ///< of this computer
    bool m_mayLackSandbox = false; ///< the user is told that it has none
    QString m_seenKey;
    bool m_busy = false;
    QPointer<PreflightSheet> m_sheet;
};

} // namespace punchcard
