// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/preflight.h"
#include "widgets/run/runchoices.h"

#include <QDialog>

class QVBoxLayout;

namespace punchcard {

namespace look {
class PrimaryButton;
} // namespace look

/// Says exactly what Run will do, before it does it. Enter runs, Esc goes back to the script.
class PreflightSheet : public QDialog
{
    Q_OBJECT

public:
    PreflightSheet(const Preflight &told, const QString &scriptName, const QString &accountName, const std::optional<LintCount> &lint,
                   QWidget *parent = nullptr);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *section(const QString &icon, const QString &title, const QStringList &sentences);
    QWidget *files(const Preflight &told);
    QWidget *allFiles(const Preflight &told);
    QWidget *body(const Preflight &told, const std::optional<LintCount> &lint);

    look::PrimaryButton *m_run;
};

/// "2 errors, 1 warning", or that it finds nothing.
[[nodiscard]] QString lintText(const LintCount &count);

} // namespace punchcard
