// SPDX-License-Identifier: MIT
#include "widgets/settings/settingsdialog.h"

#include "widgets/look/findline.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/prompts.h"
#include "widgets/look/rowdelegate.h"
#include "widgets/settings/storagepage.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFontDatabase>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QScopedValueRollback>
#include <QSpinBox>
#include <QStackedWidget>
#include <QStandardItemModel>

#include <algorithm>
#include <array>

namespace punchcard {

using namespace Qt::StringLiterals;

SettingsDialog::SettingsDialog(Settings &settings, std::shared_ptr<store::Store> store, look::Prompts &prompts,
                               const QStringList &editorThemes, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_prompts(prompts)
    , m_titles(new QStandardItemModel(this))
    , m_list(new QListView(this))
    , m_pages(new QStackedWidget(this))
    , m_storage(new StoragePage(std::move(store), prompts, this))
{
    setObjectName(u"settingsDialog"_s);
    setWindowTitle(tr("Settings"));
    build();
    addAppearance();
    addEditor(editorThemes);
    addFolders();
    addWatching();
    m_pages->addWidget(m_storage);
    for (const auto &[icon, title] : {std::pair(u"eye"_s, tr("Appearance")),
                                      {u"script"_s, tr("Editor")},
                                      {u"folder"_s, tr("Folders")},
                                      {u"bell"_s, tr("Watching")},
                                      {u"file-archive"_s, tr("Storage")}})
        m_titles->appendRow(new QStandardItem(look::icon(icon), title));
    m_list->setCurrentIndex(m_titles->index(0, 0));
    connect(m_storage, &StoragePage::changed, this, &SettingsDialog::save);
    display(settings.preferences());
    connect(&settings, &Settings::changed, this, [this](const Preferences &now) { display(now); });
}

void SettingsDialog::build()
{
    m_list->setObjectName(u"settingsPages"_s);
    m_list->setAccessibleName(tr("Pages"));
    m_list->setModel(m_titles);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setItemDelegate(new look::RowDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->viewport()->setBackgroundRole(QPalette::Window);
    m_list->setFixedWidth(160);
    auto *heading = new QLabel(this);
    QFont large = heading->font();
    large.setPointSizeF(large.pointSizeF() * 1.3);
    large.setWeight(QFont::DemiBold);
    heading->setFont(large);
    auto *right = new QVBoxLayout;
    right->setSpacing(look::wideGap);
    right->addWidget(heading);
    right->addWidget(m_pages, 1);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    row->setSpacing(look::wideGap + look::gap);
    row->addWidget(m_list);
    row->addLayout(right, 1);
    look::fitScreen(this, {720, 440});
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, [this, heading](const QModelIndex &index) {
        m_pages->setCurrentIndex(index.row());
        heading->setText(index.data().toString());
    });
}

void SettingsDialog::showStorage()
{
    m_list->setCurrentIndex(m_titles->index(m_pages->indexOf(m_storage), 0));
}

QFormLayout *SettingsDialog::addPage(const QString &title)
{
    auto *page = new QWidget(this);
    page->setAccessibleName(title);
    auto *form = new QFormLayout(page);
    form->setContentsMargins(0, 0, 0, 0);
    form->setHorizontalSpacing(look::wideGap);
    form->setVerticalSpacing(look::gap);
    form->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    m_pages->addWidget(page);
    return form;
}

QCheckBox *SettingsDialog::box(const QString &name, const QString &text)
{
    auto *made = new QCheckBox(text, this);
    made->setObjectName(name);
    connect(made, &QCheckBox::toggled, this, &SettingsDialog::save);
    return made;
}

void SettingsDialog::addAppearance()
{
    QFormLayout *form = addPage(tr("Appearance"));
    m_theme = new QComboBox(this);
    m_theme->setObjectName(u"theme"_s);
    const std::array<std::pair<Theme, QString>, 5> themes{{{Theme::System, tr("As the desktop")},
                                                           {Theme::Light, tr("Light")},
                                                           {Theme::Dark, tr("Dark")},
                                                           {Theme::HighContrastLight, tr("Light, high contrast")},
                                                           {Theme::HighContrastDark, tr("Dark, high contrast")}}};
    for (const auto &[theme, name] : themes)
        m_theme->addItem(name, int(theme));
    form->addRow(tr("&Theme"), m_theme);
    connect(m_theme, &QComboBox::currentIndexChanged, this, &SettingsDialog::save);
}

void SettingsDialog::addEditor(const QStringList &themes)
{
    QFormLayout *form = addPage(tr("Editor"));
    m_font = new QComboBox(this);
    m_font->setObjectName(u"editorFont"_s);
    m_font->addItem(tr("The system's"), QString());
    for (const QString &family : QFontDatabase::families()) {
        if (QFontDatabase::isFixedPitch(family) && !QFontDatabase::isPrivateFamily(family))
            m_font->addItem(family, family);
    }
    m_fontSize = new QSpinBox(this);
    m_fontSize->setObjectName(u"editorFontSize"_s);
    m_fontSize->setRange(0, 72);
    m_fontSize->setSpecialValueText(tr("As the window"));
    m_fontSize->setSuffix(tr(" pt"));
    m_editorTheme = new QComboBox(this);
    m_editorTheme->setObjectName(u"editorTheme"_s);
    m_editorTheme->addItem(tr("Follows light and dark"), QString());
    for (const QString &theme : themes)
        m_editorTheme->addItem(theme, theme);
    m_tabWidth = new QSpinBox(this);
    m_tabWidth->setObjectName(u"tabWidth"_s);
    m_tabWidth->setRange(1, 16);
    m_softTabs = box(u"softTabs"_s, tr("New scripts are indented with &blanks"));
    m_wrap = box(u"wrapLines"_s, tr("&Wrap long lines"));
    m_checkScripts = box(u"checkScripts"_s, tr("&Check scripts with ShellCheck while they are written"));
    form->addRow(tr("&Font"), m_font);
    form->addRow(tr("&Size"), m_fontSize);
    form->addRow(tr("C&olours"), m_editorTheme);
    form->addRow(tr("&Tab width"), m_tabWidth);
    for (QCheckBox *check : {m_softTabs, m_wrap, m_checkScripts})
        form->addRow(check);
    for (QComboBox *combo : {m_font, m_editorTheme})
        connect(combo, &QComboBox::currentIndexChanged, this, &SettingsDialog::save);
    for (QSpinBox *spin : {m_fontSize, m_tabWidth})
        connect(spin, &QSpinBox::valueChanged, this, &SettingsDialog::save);
}

QWidget *SettingsDialog::folderLine(QLineEdit *line, const QString &title)
{
    look::addClearButton(line);
    QAction *choose = line->addAction(look::icon(u"folder"_s), QLineEdit::LeadingPosition);
    choose->setText(tr("Choose a folder"));
    connect(choose, &QAction::triggered, this, [this, line, title] {
        if (const QString folder = m_prompts.chooseFolder(this, title, line->text()); !folder.isEmpty()) {
            line->setText(folder);
            save();
        }
    });
    connect(line, &QLineEdit::editingFinished, this, &SettingsDialog::save);
    connect(line, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            save();
    });
    return line;
}

void SettingsDialog::addFolders()
{
    QFormLayout *form = addPage(tr("Folders"));
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_results = new QLineEdit(this);
    m_results->setObjectName(u"resultsFolder"_s);
    m_results->setPlaceholderText(tr("Results stay with their jobs"));
    m_templates = new QLineEdit(this);
    m_templates->setObjectName(u"templatesFolder"_s);
    m_templates->setPlaceholderText(tr("None"));
    m_templates->setToolTip(tr("Scripts in it are offered beside the examples."));
    form->addRow(tr("&Results of new scripts"), folderLine(m_results, tr("Where results go")));
    form->addRow(tr("&Templates"), folderLine(m_templates, tr("Your templates")));
}

void SettingsDialog::addWatching()
{
    QFormLayout *form = addPage(tr("Watching"));
    m_notify = box(u"notify"_s, tr("&Tell me when a job ends"));
    m_tray = box(u"tray"_s, tr("&Go on watching in the tray when the window is closed"));
    m_poll = new QSpinBox(this);
    m_poll->setObjectName(u"poll"_s);
    m_poll->setRange(0, 3600);
    m_poll->setSpecialValueText(tr("As Punchcard thinks fit"));
    m_poll->setSuffix(tr(" s"));
    m_poll->setToolTip(tr("The shortest time between two looks at a job on GitHub."));
    form->addRow(m_notify);
    form->addRow(m_tray);
    form->addRow(tr("&Look at most every"), m_poll);
    connect(m_poll, &QSpinBox::valueChanged, this, &SettingsDialog::save);
}

void SettingsDialog::display(const Preferences &preferences)
{
    const QScopedValueRollback showing(m_showing, true);
    const auto choose = [](QComboBox *combo, const QVariant &value) { combo->setCurrentIndex(std::max(combo->findData(value), 0)); };
    choose(m_theme, int(preferences.theme));
    choose(m_font, preferences.editorFont);
    choose(m_editorTheme, preferences.editorTheme);
    m_fontSize->setValue(preferences.editorFontSize);
    m_tabWidth->setValue(preferences.tabWidth);
    m_softTabs->setChecked(preferences.softTabs);
    m_wrap->setChecked(preferences.wrapLines);
    m_checkScripts->setChecked(preferences.checkScripts);
    m_results->setText(preferences.resultsFolder);
    m_templates->setText(preferences.templatesFolder);
    m_notify->setChecked(preferences.notifyWhenEnded);
    m_tray->setChecked(preferences.showInTray);
    m_poll->setValue(preferences.leastPollSeconds);
    m_storage->setPreferences(preferences);
}

void SettingsDialog::save()
{
    if (m_showing)
        return;
    Preferences preferences = m_settings.preferences();
    preferences.theme = Theme(m_theme->currentData().toInt());
    preferences.editorFont = m_font->currentData().toString();
    preferences.editorTheme = m_editorTheme->currentData().toString();
    preferences.editorFontSize = m_fontSize->value();
    preferences.tabWidth = m_tabWidth->value();
    preferences.softTabs = m_softTabs->isChecked();
    preferences.wrapLines = m_wrap->isChecked();
    preferences.checkScripts = m_checkScripts->isChecked();
    preferences.resultsFolder = m_results->text().trimmed();
    preferences.templatesFolder = m_templates->text().trimmed();
    preferences.notifyWhenEnded = m_notify->isChecked();
    preferences.showInTray = m_tray->isChecked();
    preferences.leastPollSeconds = m_poll->value();
    m_storage->applyTo(preferences);
    m_settings.setPreferences(preferences);
}

} // namespace punchcard
