// SPDX-License-Identifier: MIT
#include "widgets/window/stateline.h"

#include "core/jobs/desk.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

namespace punchcard {

using namespace Qt::StringLiterals;

StateLine::StateLine(Desk &desk, JobModel &jobs, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_jobs(jobs)
    , m_label(new QLabel)
    , m_left(new QToolButton)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::gap, 0, look::gap, 0);
    row->addWidget(m_label);
    row->addStretch(1);
    row->addWidget(m_left);
    m_label->setObjectName("stateLine"_L1);
    m_label->setForegroundRole(QPalette::PlaceholderText);
    m_left->setObjectName("leftOversButton"_L1);
    m_left->setAutoRaise(true);
    m_left->setIcon(look::icon(u"warning"_s, look::Tone::Warning));
    m_left->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_left->setToolTip(tr("What jobs could not delete: show it"));
    showLeftOvers(0);
    connect(m_left, &QToolButton::clicked, this, &StateLine::leftOversWanted);
    connect(&m_jobs, &JobModel::countsChanged, this, &StateLine::readLeftOvers);
    connect(&m_jobs, &JobModel::loaded, this, &StateLine::readLeftOvers);
    connect(&m_jobs, &JobModel::countsChanged, this, &StateLine::update);
    connect(&m_jobs, &JobModel::countsChanged, this, &StateLine::readQuota);
    update();
}

void StateLine::setAccount(const QString &account)
{
    m_account = account;
    m_quota.clear();
    readQuota();
    update();
}

QString StateLine::text() const
{
    return m_label->text();
}

void StateLine::readQuota()
{
    if (m_account.isEmpty() || m_account == thisComputerId())
        return;
    QCoro::connect(m_desk.store().quota(m_account), this, [this](const Result<std::optional<store::StoredQuota>> &quota) {
        const bool isKnown = quota && quota->has_value();
        m_quota.clear();
        if (isKnown)
            m_quota = tr("%1 API calls left, all of them again at %2")
                          .arg(QLocale().toString((*quota)->remaining),
                               QLocale().toString(toDateTime((*quota)->reset).toLocalTime().time(), QLocale::ShortFormat));
        update();
    });
}

void StateLine::readLeftOvers()
{
    QCoro::connect(m_desk.store().leftOvers(), this,
                   [this](const Result<QList<store::LeftOver>> &leftOvers) { showLeftOvers(leftOvers ? int(leftOvers->size()) : 0); });
}

void StateLine::showLeftOvers(int count)
{
    m_left->setText(tr("%n thing(s) left on the server", nullptr, count));
    m_left->setVisible(count > 0);
}

void StateLine::update()
{
    const JobModel::Counts &counts = m_jobs.counts();
    QStringList parts;
    if (counts.running > 0)
        parts.append(tr("%1 running").arg(counts.running));
    if (counts.queued > 0)
        parts.append(tr("%1 queued").arg(counts.queued));
    if (counts.waiting > 0)
        parts.append(tr("%1 waiting").arg(counts.waiting));
    if (parts.isEmpty())
        parts.append(tr("Nothing runs"));
    if (!m_quota.isEmpty())
        parts.append(m_quota);
    m_label->setText(parts.join(u" · "_s));
}

} // namespace punchcard
