// SPDX-License-Identifier: MIT
#pragma once

#include "core/lint/problemmodel.h"
#include "core/lint/shellcheck.h"

#include <QObject>

namespace punchcard {

/// Keeps a script's problems up to date, ShellCheck's and those of its directives: one check at a time, and what is no longer of interest
/// is cancelled.
class Linter : public QObject
{
    Q_OBJECT

public:
    static constexpr qsizetype longestScript = 400'000; ///< Characters; ShellCheck takes half a minute for more.

    explicit Linter(QObject *parent = nullptr);
    ~Linter() override;

    void setShellCheck(const ShellCheck &shellCheck) { m_shellCheck = shellCheck; }
    [[nodiscard]] ProblemModel *model() { return &m_model; }
    [[nodiscard]] bool isChecking() const { return m_running != nullptr; }
    /// Whether the model has what ShellCheck thinks of the text as it is now.
    [[nodiscard]] bool isKnown() const { return m_known; }
    void check(const QString &text, const QString &path);
    /// The text is no longer the one that is being checked.
    void cancel();
    /// Nobody wants to know of any problem.
    void forget();

signals:
    /// A check is over, whether it found anything out or not.
    void ended();
    /// The script is too long to be checked, and ShellCheck is there to be missed.
    void leftOut();

private:
    void tellLeftOut(const Context &context);

    ProblemModel m_model;
    ShellCheck m_shellCheck;
    CancelPtr m_running;
    bool m_known = false;
};

} // namespace punchcard
