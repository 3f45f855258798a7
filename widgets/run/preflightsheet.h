// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/preflight.h"
#include "widgets/run/runchoices.h"

#include <QDialog>

#include <functional>

class QLabel;
class QVBoxLayout;

namespace punchcard {

namespace look {
class NoticeBar;
class PrimaryButton;
} // namespace look

/// Says exactly what Run will do, before it does it. Enter runs, Esc goes back to the script.
class PreflightSheet : public QDialog
{
    Q_OBJECT

public:
    PreflightSheet(const Preflight &told, const ScriptInFront &script, const QString &accountName, QWidget *parent = nullptr);

    /// The problem is that the job's repository could not be deleted: two buttons beside it house the job otherwise.
    void offerHousing(std::function<void(Housing housing, bool deletes)> house);
    /// What ShellCheck thinks of @p script now.
    void showLint(const ScriptInFront &script);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *section(const QString &icon, const QString &title, const QStringList &sentences);
    QWidget *termsSection();
    QWidget *files(const Preflight &told);
    QWidget *allFiles(const Preflight &told);
    QWidget *body(const Preflight &told);

    look::PrimaryButton *m_run;
    look::NoticeBar *m_problem = nullptr; ///< there only with one
    QWidget *m_checks = nullptr; ///< the section on the script
    QLabel *m_lint = nullptr;
    bool m_hasNotes = false; ///< it has more to say
};

/// "2 errors, 1 warning", or that it finds nothing.
[[nodiscard]] QString lintText(const LintCount &count);

} // namespace punchcard
