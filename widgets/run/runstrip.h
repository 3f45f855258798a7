// SPDX-License-Identifier: MIT
#pragma once

#include "core/accounts/accountlist.h"
#include "core/accounts/capabilities.h"
#include "core/jobs/desk.h"
#include "core/runners/runnerchoice.h"
#include "core/script/directives.h"
#include "widgets/run/runchoices.h"

#include <QHash>
#include <QWidget>

#include <functional>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace punchcard {

class OptionsPanel;
class ResultsLine;
class RunnerBox;
class Submitter;

namespace look {
class NoticeBar;
class PrimaryButton;
class Prompts;
} // namespace look

/// The strip above the script: where it runs, with what, and where results go. It keeps the choices of every open script, and
/// brings back what was last used with one that is opened again.
class RunStrip : public QWidget
{
    Q_OBJECT

public:
    RunStrip(Desk &desk, look::Prompts &prompts, QWidget *parent = nullptr);

    /// Asked whenever the text is needed; nullopt: no script is in front.
    using ScriptSource = std::function<std::optional<ScriptInFront>()>;
    void setScriptSource(ScriptSource source);
    /// Whether scripts on this computer are kept from the user's files.
    void setSandboxed(bool sandboxed);
    /// Where a new script's results go, from the settings.
    void setUsualResultsFolder(const QString &folder) { m_usualResults = folder; }

    /// What would be submitted now.
    [[nodiscard]] JobSpec spec() const;
    [[nodiscard]] Submission submission() const;
    [[nodiscard]] const Account &account() const { return m_account; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

public slots:
    /// Another script is in front, or the first one.
    void scriptChanged();
    /// Ctrl+Enter. Shows the sheet first when the account is new.
    void run();
    /// Asks on which runners the script in front is to race.
    void race();
    /// ShellCheck has looked at the script in front.
    void scriptChecked();
    /// The sheet, on demand.
    void showPreflight();
    void showSecrets();
    void showInputs();
    void showArray();
    void addInputs(const QStringList &paths);
    void setResultsFolder(const QString &folder);
    void chooseAccount(const QString &id);
    /// Run again with edits: takes over what a job was submitted with.
    void useSpec(const punchcard::JobSpec &spec);
    /// Accounts were added or removed.
    void reloadAccounts();

signals:
    void submitted(punchcard::JobId job, const QStringList &notes);
    void raceStarted(punchcard::GroupId race);
    void addAccountWanted();
    void backToScript();
    void choicesChanged();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildParts(look::Prompts &prompts);
    void layOut();
    void connectParts();
    /// How much of the strip is seen; what is not is in the menu at its end.
    enum class Room { Words, Pictures, Menu, Least };
    [[nodiscard]] bool isSeen(const QWidget *part, Room room) const;
    [[nodiscard]] int widthFor(Room room) const;
    void arrange();
    void fit(Room room);
    [[nodiscard]] QString accountText(Room room) const;
    [[nodiscard]] QString secretsText(Room room) const;
    [[nodiscard]] QString inputsText(Room room) const;
    void fillMoreMenu();
    void bringForward(const QString &script);
    /// Whatever was last used with it comes back, unless something else has been settled for it.
    void lookUp(const ScriptInFront &script);
    /// What it asks for by its directives is set.
    Result<> followScript(const ScriptInFront &script);
    void takeUp(const RunChoices &choices);
    [[nodiscard]] RunChoices freshChoices() const;
    void toggleVisibility();
    void showOptions();
    void suggestRunners();
    void askForRunners();
    void askForRights();
    void fillAccountMenu();
    void describe();
    [[nodiscard]] QString placeText() const;
    void noteChange();
    void startSubmitting(bool sheetAlways);
    /// The script in front as it can be submitted: its mistakes are told, its secrets asked for, its account read. Calls @p again
    /// after that.
    [[nodiscard]] std::optional<ScriptInFront> scriptToSubmit(std::function<void()> again);
    void showRaceSheet(const ScriptInFront &script, const QList<RunnerSuggestion> &suggestions);
    [[nodiscard]] Result<> readTableAgain();
    void editSecrets(std::function<void()> then);

    Desk &m_desk;
    look::Prompts &m_prompts;
    ScriptSource m_source = [] { return std::nullopt; };
    AccountList m_accounts; ///< empty: not read yet
    std::function<void()> m_onceAccountsAreRead; ///< Run was pressed before that
    QHash<QString, QList<github::OfferedRunner>> m_offered; ///< by account; there: it was asked for
    QHash<QString, std::optional<Capabilities>> m_rights; ///< by account, likewise; nullopt: not known yet
    Account m_account = thisComputer();
    QString m_usualResults;
    std::optional<bool> m_isSandboxed; ///< nullopt: not tried out yet
    QString m_script; ///< ScriptInFront::id
    RunChoices m_choices;
    bool m_isSettled = false; ///< by hand, or by what was last used: nothing that is looked up may change it any more
    std::optional<Directives> m_asked
        = Directives(); ///< what the script asked for when that was set; nullopt: what it asks for next counts as set
    QStringList m_lookedUp; ///< by which keys; a script that is being opened has none at first
    struct Known
    {
        RunChoices choices;
        bool isSettled = false;
        std::optional<Directives> asked = {};
    };
    QHash<QString, Known> m_byScript; ///< of scripts that are open and not in front
    bool m_taking = false; ///< the parts are being set, not chosen

    look::PrimaryButton *m_run;
    QToolButton *m_accountButton;
    QMenu *m_accountMenu;
    RunnerBox *m_runner;
    QToolButton *m_visibility;
    QToolButton *m_secrets;
    QToolButton *m_inputs;
    ResultsLine *m_results;
    QToolButton *m_options;
    QToolButton *m_more;
    QHBoxLayout *m_row;
    Room m_room = Room::Words;
    OptionsPanel *m_panel;
    look::NoticeBar *m_notice;
    Submitter *m_submitter;
};

} // namespace punchcard
