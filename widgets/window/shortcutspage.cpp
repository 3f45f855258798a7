// SPDX-License-Identifier: MIT
#include "widgets/window/shortcutspage.h"

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
    , m_find(new QLineEdit)
{
    setObjectName("shortcutsPage"_L1);
    setWindowTitle(tr("Keyboard Shortcuts"));
    fill(menus);
    m_found->setSourceModel(m_model);
    m_found->setRecursiveFilteringEnabled(true);
    m_found->setFilterKeyColumn(-1);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *view = new QTreeView;
    view->setObjectName("shortcuts"_L1);
    view->setAccessibleName(tr("Keyboard shortcuts"));
    view->setModel(m_found);
    view->setFrameShape(QFrame::NoFrame);
    view->setHeaderHidden(true);
    view->setRootIsDecorated(false);
    view->setItemsExpandable(false);
    view->setItemDelegate(new look::RowDelegate(view));
    view->setIndentation(look::wideGap);
    view->setUniformRowHeights(true);
    view->viewport()->setBackgroundRole(QPalette::Window);
    view->setSelectionMode(QAbstractItemView::NoSelection);
    view->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    view->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    view->header()->setStretchLastSection(false);
    view->expandAll();
    m_find->setPlaceholderText(tr("Find a command or a key"));
    m_find->setClearButtonEnabled(true);
    m_find->addAction(look::icon(u"search"_s), QLineEdit::LeadingPosition);
    connect(m_find, &QLineEdit::textChanged, this, [this, view](const QString &text) {
        m_found->setFilterFixedString(text);
        view->expandAll();
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
    rows->addWidget(view);
    column->addLayout(rows);
    resize(520, 640);
}

void ShortcutsPage::fill(const QMenuBar &menus)
{
    for (const QAction *top : menus.actions()) {
        auto section = rowOf(plain(top->text()), {});
        QFont font = this->font();
        font.setWeight(QFont::DemiBold);
        section.first()->setFont(font);
        for (const QAction *action : top->menu()->actions()) {
            if (!action->shortcut().isEmpty())
                section.first()->appendRow(rowOf(plain(action->text()), action->shortcut().toString(QKeySequence::NativeText)));
        }
        if (section.first()->hasChildren())
            m_model->appendRow(section);
        else
            qDeleteAll(section);
    }
}

} // namespace punchcard
