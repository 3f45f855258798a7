// SPDX-License-Identifier: MIT
#include "widgets/window/stateline.h"

#include "core/jobs/desk.h"
#include "widgets/look/metrics.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

namespace punchcard {

using namespace Qt::StringLiterals;

StateLine::StateLine(Desk &desk, JobModel &jobs, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_jobs(jobs)
    , m_label(new QLabel)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(look::gap, 0, look::gap, 0);
    row->addWidget(m_label);
    m_label->setObjectName("stateLine"_L1);
    m_label->setForegroundRole(QPalette::PlaceholderText);
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
        m_quota = isKnown ? tr("%1 API calls left").arg(QLocale().toString((*quota)->remaining)) : QString();
        update();
    });
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
