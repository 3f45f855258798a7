// SPDX-License-Identifier: MIT
#pragma once

#include "core/jobs/cleanup.h"
#include "core/settings/preferences.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSpinBox;

namespace punchcard {

class Desk;

namespace look {
class NoticeBar;
class Prompts;
} // namespace look

/// How long logs and artifacts are kept, what they take now, and a clean-up that says what it would free before it does it.
class StoragePage : public QWidget
{
    Q_OBJECT

public:
    StoragePage(std::shared_ptr<store::Store> store, look::Prompts &prompts, QWidget *parent = nullptr);

    void setPreferences(const Preferences &preferences);
    void applyTo(Preferences &preferences) const;
    /// Measures anew.
    void measure();

signals:
    void changed();

private:
    void build();
    void cleanUp();
    void askAndCarryOut(const CleanUp &plan);

    std::shared_ptr<store::Store> m_store;
    look::Prompts &m_prompts;
    QSpinBox *m_logs;
    QSpinBox *m_artifacts;
    QLabel *m_taken;
    QPushButton *m_clean;
    look::NoticeBar *m_notice;
};

} // namespace punchcard
