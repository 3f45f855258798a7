// SPDX-License-Identifier: MIT
#include "widgets/editor/problemspane.h"

#include "core/lint/problemmodel.h"
#include "widgets/editor/problemdelegate.h"
#include "widgets/editor/problempaint.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostRows = 6;

/// A sign with a number behind it.
class CountLabel : public QLabel
{
public:
    CountLabel(Finding::Level level, QWidget *parent)
        : QLabel(parent)
        , m_level(level)
    {
        setContentsMargins(look::wideGap, 0, 0, 0);
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        QLabel::paintEvent(event);
        QPainter painter(this);
        paintProblemMark(painter, QRectF(0, height() / 2.0 - 5.5, 11, 11), m_level, palette());
    }

private:
    Finding::Level m_level;
};

} // namespace

ProblemsPane::ProblemsPane(ProblemModel *model, QWidget *parent)
    : QFrame(parent)
    , m_model(model)
    , m_header(new QToolButton(this))
    , m_list(new QListView(this))
{
    setObjectName(u"problemsPane"_s);
    setAutoFillBackground(true);
    m_header->setObjectName(u"problemsHeader"_s);
    m_header->setCheckable(true);
    m_header->setAutoRaise(true);
    m_header->setProperty("unfolds", true);
    m_header->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_list->setObjectName(u"problemsList"_s);
    m_list->setAccessibleName(tr("Problems"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *delegate = new ProblemDelegate(m_list);
    m_list->setItemDelegate(delegate);
    m_list->setModel(model);

    auto *top = new QHBoxLayout;
    top->setContentsMargins(look::halfGap, 0, look::gap, 0);
    top->setSpacing(look::gap + look::halfGap);
    top->addWidget(m_header);
    top->addStretch();
    using enum Finding::Level;
    for (const Finding::Level level : {Error, Warning, Info, Style}) {
        m_counts[int(level)] = new CountLabel(level, this);
        top->addWidget(m_counts[int(level)]);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(m_list);

    connect(m_header, &QToolButton::toggled, this, [this](bool unfolded) {
        refresh();
        emit unfoldedChanged(unfolded);
    });
    connect(m_list, &QListView::clicked, this, &ProblemsPane::goTo);
    connect(m_list, &QListView::activated, this, &ProblemsPane::goTo);
    connect(m_list, &QWidget::customContextMenuRequested, this, &ProblemsPane::showMenu);
    connect(delegate, &ProblemDelegate::pageRequested, this, &ProblemsPane::pageRequested);
    connect(model, &QAbstractItemModel::modelReset, this, &ProblemsPane::refresh);
    refresh();
}

void ProblemsPane::setUnfolded(bool unfolded)
{
    m_header->setChecked(unfolded);
}

bool ProblemsPane::isUnfolded() const
{
    return m_header->isChecked();
}

void ProblemsPane::selectRow(int row)
{
    m_list->setCurrentIndex(m_model->index(row, 0));
}

void ProblemsPane::refresh()
{
    const int rows = m_model->rowCount();
    setVisible(rows > 0);
    m_list->setVisible(isUnfolded());
    m_header->setText(tr("%n problem(s)", nullptr, rows));
    m_header->setIcon(look::icon(isUnfolded() ? u"chevron-down"_s : u"chevron-right"_s));
    m_header->setToolTip(isUnfolded() ? tr("Hide the list") : tr("Show the list"));
    using enum Finding::Level;
    for (const Finding::Level level : {Error, Warning, Info, Style}) {
        const int count = m_model->count(level);
        QLabel *label = m_counts[int(level)];
        label->setVisible(count > 0);
        label->setText(QLocale().toString(count));
        label->setToolTip(levelText(level));
        //: How many problems of a level there are: "Warning: 3".
        label->setAccessibleName(tr("%1: %2").arg(levelText(level)).arg(count));
    }
    m_list->setFixedHeight(qMax(1, qMin(rows, mostRows)) * m_list->sizeHintForRow(0) + look::halfGap);
}

void ProblemsPane::goTo(const QModelIndex &index)
{
    emit placeRequested(index.data(ProblemModel::StartRole).toInt(), index.data(ProblemModel::EndRole).toInt());
}

void ProblemsPane::showMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(look::icon(u"bolt"_s), tr("Correct This Problem"), this, [this, row = index.row()] { emit fixRequested(row); })
        ->setEnabled(index.data(ProblemModel::FixableRole).toBool());
    const QUrl page = index.data(ProblemModel::PageRole).toUrl();
    menu->addAction(look::icon(u"external"_s), tr("About %1").arg(index.data(ProblemModel::RuleRole).toString()), this,
                    [this, page] { emit pageRequested(page); })
        ->setEnabled(!page.isEmpty());
    const QString text = index.data(Qt::AccessibleTextRole).toString();
    menu->addAction(look::icon(u"copy"_s), tr("Copy"), this, [text] { QGuiApplication::clipboard()->setText(text); });
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

} // namespace punchcard
