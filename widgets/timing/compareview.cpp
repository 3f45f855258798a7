// SPDX-License-Identifier: MIT
#include "widgets/timing/compareview.h"

#include "core/base/onpool.h"
#include "core/models/comparison.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/rowdelegate.h"
#include "widgets/look/tones.h"

#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

class FactDelegate : public look::RowDelegate
{
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        RowDelegate::initStyleOption(option, index);
        if (index.column() == ComparisonModel::Label)
            option->palette.setColor(QPalette::Text, look::colour(look::Tone::Muted, option->palette));
        else if (index.data(ComparisonModel::DiffersRole).toBool())
            option->font.setWeight(QFont::DemiBold);
    }
};

// A line that is on one side only, or differs, lies on a tint of what happened to it.
class DiffDelegate : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool left = index.column() == DiffModel::LeftNumber || index.column() == DiffModel::LeftText;
        const auto kind = DiffLine::Kind(index.data(DiffModel::KindRole).toInt());
        const bool removed = left && (kind == DiffLine::Kind::Removed || kind == DiffLine::Kind::Changed);
        const bool added = !left && (kind == DiffLine::Kind::Added || kind == DiffLine::Kind::Changed);
        if (removed || added) {
            const QColor tone = look::colour(removed ? look::Tone::Failure : look::Tone::Success, option.palette);
            painter->fillRect(option.rect, look::mixed(tone, option.palette.color(QPalette::Base), 0.14));
        }
        QStyledItemDelegate::paint(painter, option, index);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (index.column() == DiffModel::LeftNumber || index.column() == DiffModel::RightNumber)
            option->palette.setColor(QPalette::Text, look::colour(look::Tone::Muted, option->palette));
    }
};

QTreeView *makeView(QAbstractItemModel *model, const char *name, QWidget *parent)
{
    auto *view = new QTreeView(parent);
    view->setObjectName(QLatin1StringView(name));
    view->setModel(model);
    view->setRootIsDecorated(false);
    view->setUniformRowHeights(true);
    view->setFrameShape(QFrame::NoFrame);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionsClickable(false);
    return view;
}

} // namespace

CompareView::CompareView(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_facts(new ComparisonModel(this))
    , m_diff(new DiffModel(this))
    , m_note(new QLabel(this))
{
    setObjectName("compareView");
    m_factView = makeView(m_facts, "compareFacts", this);
    m_factView->setAccessibleName(tr("Comparison"));
    m_factView->setItemDelegate(new FactDelegate(m_factView));
    m_factView->setSelectionMode(QAbstractItemView::NoSelection);
    m_factView->header()->setSectionResizeMode(QHeaderView::Stretch);
    m_factView->header()->setSectionResizeMode(ComparisonModel::Difference, QHeaderView::ResizeToContents);

    m_diffView = makeView(m_diff, "compareScripts", this);
    m_diffView->setAccessibleName(tr("Scripts, line by line"));
    m_diffView->setItemDelegate(new DiffDelegate(m_diffView));
    m_diffView->setFont(look::monospacedFont());
    m_diffView->setHeaderHidden(true);
    for (const int column : {DiffModel::LeftText, DiffModel::RightText})
        m_diffView->header()->setSectionResizeMode(column, QHeaderView::Stretch);
    for (const int column : {DiffModel::LeftNumber, DiffModel::RightNumber}) {
        m_diffView->header()->setSectionResizeMode(column, QHeaderView::Fixed);
        m_diffView->header()->resizeSection(column, m_diffView->fontMetrics().horizontalAdvance(u"99999"_s) + look::gap);
    }

    auto *back = new QToolButton(this);
    back->setObjectName("compareBack");
    back->setIcon(look::icon(u"chevron-left"_s));
    back->setText(tr("All runs"));
    back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    back->setAutoRaise(true);
    connect(back, &QToolButton::clicked, this, &CompareView::backAsked);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(look::gap, look::halfGap, look::gap, look::halfGap);
    row->addWidget(back);
    row->addStretch();
    m_note->setObjectName("compareNote");
    m_note->setContentsMargins(look::gap + look::halfGap, look::gap, look::gap, look::gap);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(m_factView, 2);
    column->addWidget(m_note);
    column->addWidget(m_diffView, 3);
}

void CompareView::say(const QString &text)
{
    m_note->setText(text);
}

void CompareView::setJobs(JobId left, JobId right)
{
    m_jobs = {left, right};
    m_left.reset();
    m_diff->setLines({});
    say({});
    QCoro::connect(m_desk.store().job(left), this, [this, jobs = m_jobs](const Result<Job> &first) {
        if (jobs != m_jobs)
            return;
        if (!first) {
            say(first.error().sentence());
            return;
        }
        m_left = *first;
        QCoro::connect(m_desk.store().job(jobs.second), this, [this, jobs](const Result<Job> &second) {
            if (jobs != m_jobs)
                return;
            if (second)
                take(*m_left, *second);
            else
                say(second.error().sentence());
        });
    });
}

void CompareView::take(const Job &left, const Job &right)
{
    m_facts->setJobs(left, right);
    const auto comparing = [first = store::JobFolder(m_desk.store().home(), left.uid),
                            second = store::JobFolder(m_desk.store().home(), right.uid)]() -> Result<QList<DiffLine>> {
        const Result<QByteArray> one = first.script();
        if (!one)
            return one.error();
        const Result<QByteArray> other = second.script();
        if (!other)
            return other.error();
        return lineDiff(QString::fromUtf8(*one).split(u'\n'), QString::fromUtf8(*other).split(u'\n'));
    };
    const Context context;
    QCoro::connect(onPool(context, comparing), this, [this, jobs = m_jobs](const Result<QList<DiffLine>> &lines) {
        if (jobs != m_jobs)
            return;
        if (!lines) {
            say(lines.error().sentence());
        } else {
            m_diff->setLines(*lines);
            say(m_diff->differences() == 0 ? tr("Both ran the same script.")
                                           : tr("The scripts differ in %Ln line(s).", nullptr, m_diff->differences()));
        }
        emit shown();
    });
}

} // namespace punchcard
