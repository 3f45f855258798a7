// SPDX-License-Identifier: MIT
#include "widgets/settings/settingsdialog.h"

#include "core/store/jobfolder.h"
#include "widgets/look/noticebar.h"

#include "tests/support/pictures.h"
#include "tests/support/scriptedprompts.h"
#include "tests/support/testmain.h"
#include "tests/support/wait.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace punchcard;
using namespace Qt::StringLiterals;
using testing::wait;

class TstSettingsDialog : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void whatIsChangedHoldsAtOnce();
    void whatIsStoredIsShown();
    void aCleanUpSaysWhatItFreesAndAsks();
    void pictures();

private:
    void open()
    {
        m_dialog = std::make_unique<SettingsDialog>(*m_settings, m_store, m_prompts, QStringList{u"Breeze Dark"_s});
        m_dialog->show();
    }
    template<typename T>
    T *part(const QString &name) const
    {
        return m_dialog->findChild<T *>(name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    Home m_home;
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<Settings> m_settings;
    testing::ScriptedPrompts m_prompts;
    std::unique_ptr<SettingsDialog> m_dialog;
};

void TstSettingsDialog::init()
{
    m_prompts = {};
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = Home{.data = m_folder->path(), .config = m_folder->path(), .cache = m_folder->path(), .keychainService = u"test"_s};
    m_store = *wait(store::Store::open(m_home));
    m_settings = std::make_unique<Settings>(m_home);
}

void TstSettingsDialog::cleanup()
{
    m_dialog.reset();
    m_settings.reset();
    m_store.reset();
}

void TstSettingsDialog::whatIsChangedHoldsAtOnce()
{
    open();
    auto *theme = part<QComboBox>(u"theme"_s);
    theme->setCurrentIndex(theme->findData(int(Theme::Dark)));
    part<QSpinBox>(u"tabWidth"_s)->setValue(8);
    part<QCheckBox>(u"tray"_s)->setChecked(true);
    part<QSpinBox>(u"keepLogs"_s)->setValue(30);
    m_prompts.folder = u"/templates"_s;
    part<QLineEdit>(u"templatesFolder"_s)->actions().last()->trigger();
    const Preferences &now = m_settings->preferences();
    QCOMPARE(now.theme, Theme::Dark);
    QCOMPARE(now.tabWidth, 8);
    QVERIFY(now.showInTray);
    QCOMPARE(now.keepLogsDays, 30);
    QCOMPARE(now.templatesFolder, u"/templates"_s);
}

void TstSettingsDialog::whatIsStoredIsShown()
{
    Preferences wanted;
    wanted.editorTheme = u"Breeze Dark"_s;
    wanted.notifyWhenEnded = false;
    wanted.keepArtifactsDays = 7;
    wanted.resultsFolder = u"/results"_s;
    m_settings->setPreferences(wanted);
    open();
    QCOMPARE(part<QComboBox>(u"editorTheme"_s)->currentText(), u"Breeze Dark"_s);
    QVERIFY(!part<QCheckBox>(u"notify"_s)->isChecked());
    QCOMPARE(part<QSpinBox>(u"keepArtifacts"_s)->value(), 7);
    QCOMPARE(m_settings->preferences(), wanted);
}

// Breaks for the user: old results are gone, and nobody asked.
void TstSettingsDialog::aCleanUpSaysWhatItFreesAndAsks()
{
    Job job = *wait(m_store->add(Job{.spec = {.name = u"a"_s}, .createdAt = fromEpoch(1)}));
    job.phase = Phase::Cleared;
    job.finishedAt = fromEpoch(1000);
    QVERIFY(wait(m_store->save(job)));
    const store::JobFolder folder(m_home, job.uid);
    QVERIFY(QDir().mkpath(folder.logs()));
    QFile log(folder.logs() + u"/1.txt"_s);
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(QByteArray(5000, 'x'));
    log.close();
    open();
    QTRY_VERIFY2(part<QLabel>(u"roomTaken"_s)->text().startsWith(u"5"_s), qPrintable(part<QLabel>(u"roomTaken"_s)->text()));
    auto *clean = part<QPushButton>(u"cleanUp"_s);
    QVERIFY(!clean->isEnabled());
    part<QSpinBox>(u"keepLogs"_s)->setValue(30);
    m_prompts.yes = false;
    clean->click();
    QTRY_COMPARE(m_prompts.asked.size(), 1);
    QVERIFY(m_prompts.asked.first().contains(u"5"_s));
    QVERIFY(QFile::exists(log.fileName()));
    m_prompts.yes = true;
    QTRY_VERIFY(clean->isEnabled());
    clean->click();
    QTRY_VERIFY(!QFile::exists(log.fileName()));
    QTRY_VERIFY(m_dialog->findChild<look::NoticeBar *>()->isVisibleTo(m_dialog->findChild<look::NoticeBar *>()->parentWidget()));
    QTRY_VERIFY(part<QLabel>(u"roomTaken"_s)->text().startsWith(u"0"_s));
}

void TstSettingsDialog::pictures()
{
    open();
    auto *list = part<QListView>(u"settingsPages"_s);
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        list->setCurrentIndex(list->model()->index(row, 0));
        testing::takePictures(*m_dialog, u"settings-%1"_s.arg(row));
    }
}

PUNCHCARD_TEST(TstSettingsDialog, tst_settingsdialog)
#include "tst_settingsdialog.moc"
