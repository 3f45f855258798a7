// SPDX-License-Identifier: MIT
#include "widgets/editor/scripttabs.h"

#include "widgets/editor/linter.h"
#include "widgets/editor/scripteditor.h"
#include "widgets/editor/scriptpage.h"
#include "widgets/editor/tabtexts.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QDir>
#include <QDropEvent>
#include <QJsonArray>
#include <QMimeData>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostRecent = 20;
constexpr int longestTab = 32; ///< In characters.

QString scriptFilter()
{
    return ScriptTabs::tr("Scripts (*.sh *.bash *.py *.pl *.rb *.js *.yml *.yaml);;All files (*)");
}

QStringList localFiles(const QMimeData *data)
{
    QStringList files;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile())
            files << url.toLocalFile();
    }
    return files;
}

/// The same file by whatever name it is called.
QString resolved(const QString &path)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical.isEmpty() ? QDir::cleanPath(QFileInfo(path).absoluteFilePath()) : canonical;
}

} // namespace

ScriptTabs::ScriptTabs(const Home &home, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_prompts(prompts)
    , m_drafts(home.draftsFolder())
    , m_stack(new QStackedWidget(this))
    , m_tabs(new QTabWidget(this))
{
    setObjectName(u"scriptTabs"_s);
    setAcceptDrops(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(makeEmptyPage());
    m_stack->addWidget(m_tabs);
    m_tabs->setObjectName(u"scriptTabWidget"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->setMovable(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setElideMode(Qt::ElideNone); // else many tabs shrink to nothing instead of scrolling
    m_tabs->setUsesScrollButtons(true);
    m_tabs->tabBar()->setExpanding(false);
    m_tabs->tabBar()->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tabs->tabBar()->setAccessibleName(tr("Open scripts"));
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, [this](int index) { close(page(index)); });
    connect(m_tabs, &QTabWidget::currentChanged, this, &ScriptTabs::updateState);
    connect(m_tabs->tabBar(), &QWidget::customContextMenuRequested, this, &ScriptTabs::showTabMenu);
    connect(&m_drafts, &Drafts::failed, this, &ScriptTabs::failed);
    connect(&m_watch, &FileWatch::changed, this, [this](const QString &path) {
        for (ScriptPage *candidate : pages()) {
            if (candidate->path() == path)
                candidate->fileChanged();
        }
    });
    makeActions();
    updateState();
}

ScriptTabs::~ScriptTabs()
{
    keepDrafts();
    disconnect(m_tabs, nullptr, this, nullptr);
}

ScriptPage *ScriptTabs::page(int index) const
{
    return qobject_cast<ScriptPage *>(m_tabs->widget(index));
}

ScriptPage *ScriptTabs::currentPage() const
{
    return page(m_tabs->currentIndex());
}

ScriptEditor *ScriptTabs::currentEditor() const
{
    return currentPage() ? currentPage()->editor() : nullptr;
}

QList<ScriptPage *> ScriptTabs::pages() const
{
    QList<ScriptPage *> all;
    for (int i = 0; i < m_tabs->count(); ++i)
        all << page(i);
    return all;
}

QString ScriptTabs::currentPath() const
{
    return hasScript() ? currentPage()->path() : QString();
}

QString ScriptTabs::currentName() const
{
    return hasScript() ? currentPage()->name() : QString();
}

QString ScriptTabs::currentText() const
{
    return hasScript() ? currentPage()->text() : QString();
}

ScriptPage *ScriptTabs::addPage()
{
    auto *added = new ScriptPage(m_tabs);
    added->setHabits(m_habits);
    added->editor()->setZoom(m_zoom);
    connect(added->editor(), &ScriptEditor::zoomRequested, this, &ScriptTabs::setZoom);
    connect(added, &ScriptPage::titleChanged, this, [this, added] { showTitle(added); });
    connect(added, &ScriptPage::textSettled, this, [this, added] {
        keepDraft(added);
        if (added == currentPage())
            emit currentTextChanged();
    });
    connect(added->linter(), &Linter::ended, this, [this, added] {
        if (added == currentPage())
            emit currentChecked();
    });
    m_tabs->addTab(added, QString());
    return added;
}

void ScriptTabs::open(const QString &path)
{
    const QString file = resolved(path);
    for (ScriptPage *open : pages()) {
        if (open->path() == file) {
            m_tabs->setCurrentWidget(open);
            updateState(); // also when it is in front already, behind another page of the window
            return;
        }
    }
    ScriptPage *blank = m_tabs->count() == 1 && currentPage()->isBlank() ? currentPage() : nullptr;
    ScriptPage *added = addPage();
    m_tabs->setCurrentWidget(added);
    added->open(file, [this, added, file, blank](const Result<> &opened) {
        if (!opened) {
            remove(added);
            emit failed(opened.error());
            m_prompts.tell(this, opened.error().what, opened.error().remedy);
            return;
        }
        if (pages().contains(blank))
            remove(blank);
        m_watch.watch(file);
        remember(file);
        added->setFocus();
        updateState();
    });
}

void ScriptTabs::newScript(const QString &name, const QString &text)
{
    const auto taken = [this](const QString &candidate) {
        return std::ranges::any_of(pages(), [&](const ScriptPage *p) { return p->name() == candidate; });
    };
    QString free = name;
    for (int i = 1; free.isEmpty() || (name.isEmpty() && taken(free)); ++i)
        free = u"script-%1.sh"_s.arg(i);
    ScriptPage *added = addPage();
    added->begin(free, text);
    m_tabs->setCurrentWidget(added);
    added->setFocus();
    updateState();
}

void ScriptTabs::chooseAndOpen()
{
    const QString folder = currentPath().isEmpty() ? QString() : QFileInfo(currentPath()).path();
    for (const QString &file : m_prompts.chooseFiles(this, tr("Open scripts"), folder, scriptFilter()))
        open(file);
}

void ScriptTabs::save()
{
    if (hasScript())
        savePage(currentPage(), false, {});
}

void ScriptTabs::saveAs()
{
    if (hasScript())
        savePage(currentPage(), true, {});
}

void ScriptTabs::savePage(ScriptPage *saved, bool askName, std::function<void()> then)
{
    QString path = saved->path();
    if (askName || path.isEmpty()) {
        const QString suggested = path.isEmpty() ? saved->name() : path;
        path = m_prompts.chooseSaveName(this, tr("Save script as"), suggested, scriptFilter());
        if (path.isEmpty())
            return;
        path = resolved(path);
    }
    const QString before = saved->path();
    saved->save(path, [this, saved, before, path, then](const Result<> &done) {
        if (!done) {
            emit failed(done.error());
            m_prompts.tell(this, done.error().what, done.error().remedy);
            return;
        }
        if (!before.isEmpty() && before != path)
            m_watch.forget(before);
        m_watch.watch(path);
        remember(path);
        keepDraft(saved);
        updateState();
        if (then)
            then();
    });
}

void ScriptTabs::closeCurrent()
{
    if (hasScript())
        close(currentPage());
}

void ScriptTabs::close(ScriptPage *closed)
{
    if (closed->isModified() && !closed->isBlank()) {
        const auto answer = m_prompts.keep(this, tr("Save the changes to “%1”?").arg(closed->name()),
                                           tr("Without saving, what you have written since is lost."));
        if (answer == look::Prompts::Keep::Cancel)
            return;
        if (answer == look::Prompts::Keep::Save) {
            savePage(closed, false, [this, closed] { remove(closed); });
            return;
        }
    }
    remove(closed);
}

void ScriptTabs::remove(ScriptPage *removed)
{
    m_drafts.drop(removed->id());
    if (!removed->path().isEmpty())
        m_watch.forget(removed->path());
    removed->disconnect(this);
    m_tabs->removeTab(m_tabs->indexOf(removed));
    removed->deleteLater();
    showTabTexts();
    updateState();
}

/// What would be lost by a kill: changes to a file, and all text that has none.
void ScriptTabs::keepDraft(ScriptPage *kept)
{
    if (kept->editor()->isLoading() || kept->isBusy())
        return;
    const bool wanted = kept->isModified() ? !kept->isBlank() : kept->path().isEmpty() && !kept->isBlank();
    if (wanted)
        m_drafts.keep(kept->draft());
    else
        m_drafts.drop(kept->id());
}

void ScriptTabs::keepDrafts()
{
    for (ScriptPage *kept : pages())
        keepDraft(kept);
    m_drafts.flush();
}

QJsonObject ScriptTabs::state() const
{
    QJsonArray tabs;
    for (const ScriptPage *open : pages()) {
        if (open->isBlank())
            continue;
        tabs << QJsonObject{{u"id"_s, open->id()}, {u"path"_s, open->path()}, {u"position"_s, open->editor()->textCursor().position()}};
    }
    return {{u"tabs"_s, tabs},
            {u"current"_s, m_tabs->currentIndex()},
            {u"recent"_s, QJsonArray::fromStringList(m_recent)},
            {u"zoom"_s, m_zoom}};
}

void ScriptTabs::restore(const QJsonObject &state)
{
    m_recent = state["recent"_L1].toVariant().toStringList();
    setZoom(state["zoom"_L1].toInt());
    QList<Draft> drafts = m_drafts.read();
    const auto take = [&drafts](const QString &id, const QString &path) -> std::optional<Draft> {
        const auto found = std::ranges::find_if(drafts, [&](const Draft &d) { return d.id == id || (!path.isEmpty() && d.path == path); });
        if (found == drafts.end())
            return std::nullopt;
        return drafts.takeAt(found - drafts.begin());
    };
    const auto bringBack = [this](const Draft &draft) {
        ScriptPage *added = addPage();
        added->restore(draft, [this, added](const Result<> &) {
            if (!added->path().isEmpty())
                m_watch.watch(added->path());
            updateState();
        });
    };
    for (const QJsonValue value : state["tabs"_L1].toArray()) {
        const QString path = value["path"_L1].toString();
        if (const std::optional<Draft> draft = take(value["id"_L1].toString(), path)) {
            bringBack(*draft);
        } else if (QFileInfo(path).isFile()) {
            ScriptPage *added = addPage();
            const int position = value["position"_L1].toInt();
            added->open(path, [this, added, path, position](const Result<> &opened) {
                if (!opened)
                    return remove(added);
                m_watch.watch(path);
                added->editor()->showPosition(position);
                updateState();
            });
        }
    }
    for (const Draft &draft : std::as_const(drafts))
        bringBack(draft);
    if (m_tabs->count() > 0)
        m_tabs->setCurrentIndex(qBound(0, state["current"_L1].toInt(), m_tabs->count() - 1));
    updateState();
    emit recentFilesChanged();
}

void ScriptTabs::setHabits(const EditorHabits &habits)
{
    m_habits = habits;
    for (ScriptPage *open : pages())
        open->setHabits(habits);
}

void ScriptTabs::setZoom(int zoom)
{
    m_zoom = qBound(-6, zoom, 30);
    for (const ScriptPage *open : pages())
        open->editor()->setZoom(m_zoom);
}

/// Two of the same name are told apart by the nearest folder in which they differ.
void ScriptTabs::showTabTexts()
{
    QList<ScriptName> names;
    for (const ScriptPage *open : pages())
        names.append({.name = open->name(), .path = open->path()});
    const QStringList texts = tabTexts(names);
    const QFontMetrics metrics = m_tabs->tabBar()->fontMetrics();
    for (int i = 0; i < int(texts.size()); ++i) {
        const QString text = metrics.elidedText(texts.at(i), Qt::ElideMiddle, longestTab * metrics.averageCharWidth());
        m_tabs->setTabText(i, QString(text).replace(u'&', "&&"_L1));
    }
}

void ScriptTabs::showTitle(ScriptPage *shown)
{
    const int index = m_tabs->indexOf(shown);
    if (index < 0)
        return;
    showTabTexts();
    m_tabs->setTabIcon(index, shown->isModified() ? look::icon(u"edit"_s, look::Tone::Accent) : look::icon(u"script"_s));
    const QString where
        = shown->path().isEmpty() ? tr("%1, not in a file yet").arg(shown->name()) : QDir::toNativeSeparators(shown->path());
    m_tabs->setTabToolTip(index, shown->isModified() ? tr("%1 (changed)").arg(where) : where);
    if (shown == currentPage())
        updateState();
}

void ScriptTabs::remember(const QString &path)
{
    m_recent.removeAll(path);
    m_recent.prepend(path);
    m_recent.resize(qMin(m_recent.size(), mostRecent));
    emit recentFilesChanged();
}

void ScriptTabs::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFiles(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ScriptTabs::dropEvent(QDropEvent *event)
{
    const QStringList files = localFiles(event->mimeData());
    for (const QString &file : files)
        open(file);
    if (!files.isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

} // namespace punchcard
