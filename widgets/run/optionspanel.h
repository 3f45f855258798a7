// SPDX-License-Identifier: MIT
#pragma once

#include "core/job/jobspec.h"

#include <QFrame>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace punchcard {

/// What is chosen seldom: rights, time limit, how often it runs, what happens to the repository. Pops up; closes by Esc or a click
/// elsewhere.
class OptionsPanel : public QFrame
{
    Q_OBJECT

public:
    explicit OptionsPanel(QWidget *parent = nullptr);

    void setSpec(const JobSpec &spec, bool isThisComputer);
    /// Puts what is chosen here into @p spec.
    void applyTo(JobSpec &spec) const;
    /// What differs from the usual, for a tool tip; empty: nothing.
    [[nodiscard]] static QStringList unusual(const JobSpec &spec, bool isThisComputer);

signals:
    void changed();
    /// The sheet for arrays is asked for.
    void arrayWanted();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void judge();

    QSpinBox *m_limit;
    QPushButton *m_array;
    QCheckBox *m_standing;
    QLineEdit *m_standingName;
    QCheckBox *m_keep;
    QCheckBox *m_oidc;
    QCheckBox *m_packages;
    QCheckBox *m_overwrite;
    QCheckBox *m_live; ///< half-way: as the account has it
};

} // namespace punchcard
