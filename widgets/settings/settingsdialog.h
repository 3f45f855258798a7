// SPDX-License-Identifier: MIT
// widgets/settings: how a person likes the program, and how much room its jobs may take.
#pragma once

#include "core/settings/settings.h"
#include "core/store/jobstore.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
class QListView;
class QSpinBox;
class QStackedWidget;
class QStandardItemModel;

namespace punchcard {

class StoragePage;

namespace look {
class Prompts;
}

/// What is changed here holds at once; there is nothing to confirm.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    /// @p editorThemes: names that the editor knows.
    SettingsDialog(Settings &settings, std::shared_ptr<store::Store> store, look::Prompts &prompts, const QStringList &editorThemes = {},
                   QWidget *parent = nullptr);

    /// Shows the page that tells how much room the jobs take.
    void showStorage();

private:
    void build();
    QFormLayout *addPage(const QString &title);
    void addAppearance();
    void addEditor(const QStringList &themes);
    void addFolders();
    void addWatching();
    QWidget *folderLine(QLineEdit *line, const QString &title);
    QCheckBox *box(const QString &name, const QString &text);
    void display(const Preferences &preferences);
    void save();

    Settings &m_settings;
    look::Prompts &m_prompts;
    bool m_showing = false;
    QStandardItemModel *m_titles;
    QListView *m_list;
    QStackedWidget *m_pages;
    QComboBox *m_theme;
    QComboBox *m_editorTheme;
    QComboBox *m_font;
    QSpinBox *m_fontSize;
    QSpinBox *m_tabWidth;
    QCheckBox *m_softTabs;
    QCheckBox *m_wrap;
    QCheckBox *m_checkScripts;
    QLineEdit *m_results;
    QLineEdit *m_templates;
    QCheckBox *m_notify;
    QCheckBox *m_tray;
    QSpinBox *m_poll;
    StoragePage *m_storage;
};

} // namespace punchcard
