// SPDX-License-Identifier: MIT
#include "widgets/window/shortcutspage.h"

#include "widgets/look/findline.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/rowdelegate.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QString plain(QString text)
{
    return text.remove(u'&').remove(u'…');
}

QList<QStandardItem *> rowOf(const QString &text, const QString &keys)
{
    auto *name = new QStandardItem(text);
    auto *value = new QStandardItem(keys);
    for (QStandardItem *item : {name, value})
        item->setEditable(false);
    value->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return {name, value};
}

} // namespace

ShortcutsPage::ShortcutsPage(const QMenuBar &menus, QWidget *parent)
    : QDialog(parent)
    , m_model(new QStandardItemModel(this))
    , m_found(new QSortFilterProxyModel(this))
    , m_view(new QTreeView)
    , m_find(new QLineEdit)
{
    setObjectName("shortcutsPage"_L1);
    setWindowTitle(tr("Keyboard Shortcuts"));
    fill(menus);
    m_found->setSourceModel(m_model);
    m_found->setRecursiveFilteringEnabled(true);
    m_found->setFilterKeyColumn(-1);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_view->setObjectName("shortcuts"_L1);
    m_view->setAccessibleName(tr("Keyboard shortcuts"));
    m_view->setModel(m_found);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setHeaderHidden(true);
    m_view->setRootIsDecorated(false);
    m_view->setItemsExpandable(false);
    m_view->setItemDelegate(new look::RowDelegate(m_view));
    m_view->setIndentation(look::wideGap);
    m_view->setUniformRowHeights(true);
    m_view->viewport()->setBackgroundRole(QPalette::Window);
    m_view->setSelectionMode(QAbstractItemView::NoSelection);
    m_view->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_view->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_view->header()->setStretchLastSection(false);
    m_view->expandAll();
    m_find->setPlaceholderText(tr("Find a command or a key"));
    m_find->setAccessibleName(m_find->placeholderText());
    look::makeFindLine(m_find);
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_found->setFilterFixedString(text);
        m_view->expandAll();
    });
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::gap);
    bar->addWidget(m_find);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(bar);
    auto *rows = new QHBoxLayout; // its scroll bar lies at the edge
    rows->setContentsMargins(look::wideGap, 0, 0, 0);
    rows->addWidget(m_view);
    column->addLayout(rows);
    look::fitScreen(this, {520, 640});
}

void ShortcutsPage::fill(const QMenuBar &menus)
{
    for (const QAction *top : menus.actions())
        add(plain(top->text()), top->menu()->actions());
}

void ShortcutsPage::add(const QString &title, const QList<QAction *> &actions)
{
    auto section = rowOf(title, {});
    QFont font = this->font();
    font.setWeight(QFont::DemiBold);
    section.first()->setFont(font);
    for (const QAction *action : actions) {
        if (!action->shortcut().isEmpty())
            section.first()->appendRow(rowOf(plain(action->text()), action->shortcut().toString(QKeySequence::NativeText)));
    }
    if (section.first()->hasChildren())
        m_model->appendRow(section);
    else
        qDeleteAll(section);
    m_view->expandAll();
}

} // namespace punchcard
