// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/home.h"
#include "core/settings/preferences.h"

#include <QDialog>

class QPlainTextEdit;
class QPushButton;

namespace punchcard {

namespace look {
class Prompts;
}

/// What Punchcard did lately, line by line, and a report of it to save.
class DiagnosticsDialog : public QDialog
{
    Q_OBJECT

public:
    DiagnosticsDialog(const Home &home, const Preferences &preferences, look::Prompts &prompts, QWidget *parent = nullptr);

    void read();

private:
    void save();

    Home m_home;
    Preferences m_preferences;
    look::Prompts &m_prompts;
    QByteArray m_report;
    QPlainTextEdit *m_text;
    QPushButton *m_save;
};

} // namespace punchcard
