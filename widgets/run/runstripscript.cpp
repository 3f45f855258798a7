// SPDX-License-Identifier: MIT
// How the strip follows the script in front: its own choices, what was last used with it, and what it asks for itself.
#include "core/script/parameterfile.h"
#include "core/store/habits.h"
#include "widgets/look/noticebar.h"
#include "widgets/run/runstrip.h"
#include "widgets/run/submitter.h"

#include <QFileInfo>
#include <QJsonObject>

namespace punchcard {

using namespace Qt::StringLiterals;

void RunStrip::scriptChanged()
{
    const std::optional<ScriptInFront> script = m_source();
    const QString id = script ? script->id : QString();
    if (id != m_script)
        bringForward(id);
    if (!script)
        return;
    lookUp(*script);
    (void)followScript(*script);
}

void RunStrip::bringForward(const QString &script)
{
    if (!m_script.isEmpty())
        m_byScript.insert(m_script, {.choices = m_choices, .isSettled = m_isSettled, .asked = m_asked});
    m_script = script;
    m_lookedUp.clear();
    m_notice->hide();
    const auto known = m_byScript.constFind(script);
    m_isSettled = known != m_byScript.constEnd() && known->isSettled;
    m_asked = known != m_byScript.constEnd() ? known->asked : Directives();
    takeUp(known != m_byScript.constEnd() ? known->choices : freshChoices());
}

// A tab comes to the front before its file is read: by then it has other keys.
void RunStrip::lookUp(const ScriptInFront &script)
{
    const QStringList keys = m_isSettled ? QStringList() : store::scriptKeys(script.path, script.text);
    if (keys.isEmpty() || keys == m_lookedUp)
        return;
    m_lookedUp = keys;
    const store::Habits habits(m_desk.store().database());
    QCoro::connect(habits.lastChoices(keys), this, [this, id = script.id](const Result<std::optional<QJsonObject>> &last) {
        if (!last || !*last || m_isSettled || id != m_script)
            return;
        const Result<JobSpec> spec = specFromJson(**last);
        if (!spec)
            return;
        m_isSettled = true;
        m_asked = Directives();
        takeUp({.spec = *spec, .typed = {}});
        // What the script says now goes before what was used with it once.
        if (const std::optional<ScriptInFront> now = m_source())
            (void)followScript(*now);
    });
}

// As far as it changed: what is chosen by hand afterwards stays. A mistake is marked in the script and said when it is run.
Result<> RunStrip::followScript(const ScriptInFront &script)
{
    const Directives now = directivesOf(script.text);
    if (!m_asked) {
        m_asked = now;
        return checkDirectives(now);
    }
    if (now.faults.isEmpty() && now.list == m_asked->list)
        return {};
    RunChoices choices = m_choices;
    const QString folder = script.path.isEmpty() ? QString() : QFileInfo(script.path).absolutePath();
    if (const Result<> followed = followDirectives(choices.spec, *m_asked, now, freshChoices().spec, folder); !followed)
        return followed;
    m_asked = now;
    if (choices.spec != m_choices.spec)
        takeUp(choices);
    return {};
}

void RunStrip::useSpec(const JobSpec &spec)
{
    m_isSettled = true;
    // The script is the job's too: what it asks for has been weighed when it ran.
    m_asked.reset();
    takeUp({.spec = spec, .typed = {}});
}

void RunStrip::scriptChecked()
{
    const std::optional<ScriptInFront> script = m_source();
    if (!script)
        return;
    m_submitter->showLint(*script);
    (void)followScript(*script);
}

// As inputs are: what stands in the file now counts. A table whose file is gone is the one that was read.
Result<> RunStrip::readTableAgain()
{
    Parameters &table = m_choices.spec.params;
    if (table.file.isEmpty() || !QFileInfo::exists(table.file))
        return {};
    const Result<Parameters> now = readParameters(table.file);
    if (!now)
        return now.error();
    table = *now;
    return {};
}

std::optional<ScriptInFront> RunStrip::scriptToSubmit(std::function<void()> again)
{
    std::optional<ScriptInFront> script = m_source();
    if (!script || m_submitter->isBusy())
        return std::nullopt;
    m_notice->hide();
    if (m_accounts.isEmpty()) {
        m_onceAccountsAreRead = std::move(again);
        reloadAccounts();
        return std::nullopt;
    }
    if (const Result<> followed = followScript(*script); !followed) {
        m_notice->showError(followed.error());
        return std::nullopt;
    }
    if (const Result<> read = readTableAgain(); !read) {
        m_notice->showError(read.error());
        return std::nullopt;
    }
    if (!m_choices.valuesLacking().isEmpty()) {
        editSecrets(std::move(again));
        return std::nullopt;
    }
    return script;
}

void RunStrip::startSubmitting(bool sheetAlways)
{
    const std::optional<ScriptInFront> script = scriptToSubmit([this, sheetAlways] { startSubmitting(sheetAlways); });
    if (!script)
        return;
    // One that asks for a race itself: who takes part is seen, and can be chosen otherwise.
    if (!sheetAlways && !m_account.isThisComputer() && m_asked && m_asked->has(DirectiveKey::Race))
        return race();
    m_submitter->start(*script, {.spec = spec(), .typed = m_choices.typed}, m_account,
                       sheetAlways ? Submitter::Sheet::Always : Submitter::Sheet::WhenNew, m_rights.value(m_account.id));
}

} // namespace punchcard
