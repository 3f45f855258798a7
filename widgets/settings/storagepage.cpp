// SPDX-License-Identifier: MIT
#include "widgets/settings/storagepage.h"

#include "core/models/wording.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/prompts.h"

#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostDays = 3650;

} // namespace

StoragePage::StoragePage(std::shared_ptr<store::Store> store, look::Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_store(std::move(store))
    , m_prompts(prompts)
    , m_logs(new QSpinBox(this))
    , m_artifacts(new QSpinBox(this))
    , m_taken(new QLabel(this))
    , m_clean(new QPushButton(look::icon(u"trash"_s), tr("&Clean up…"), this))
    , m_notice(new look::NoticeBar(this))
{
    build();
    measure();
}

void StoragePage::build()
{
    m_logs->setObjectName(u"keepLogs"_s);
    m_artifacts->setObjectName(u"keepArtifacts"_s);
    m_taken->setObjectName(u"roomTaken"_s);
    m_clean->setObjectName(u"cleanUp"_s);
    m_clean->setAutoDefault(false);
    for (QSpinBox *box : {m_logs, m_artifacts}) {
        box->setRange(0, mostDays);
        box->setSpecialValueText(tr("For ever"));
        box->setSuffix(tr(" days"));
        connect(box, &QSpinBox::valueChanged, this, [this] {
            m_clean->setEnabled(m_logs->value() > 0 || m_artifacts->value() > 0);
            emit changed();
        });
    }
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(look::wideGap);
    form->setVerticalSpacing(look::gap);
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    m_taken->setWordWrap(true);
    m_taken->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    form->addRow(tr("Keep &logs"), m_logs);
    form->addRow(tr("Keep &artifacts"), m_artifacts);
    form->addRow(tr("Room taken now"), m_taken);
    form->addRow(QString(), m_clean);
    auto *hint = new QLabel(
        tr("Counted from the end of a job. What is older is removed at the next start, and once a day from then on. Jobs that are "
           "not over are never touched, and scripts are always kept."),
        this);
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(look::wideGap);
    column->addWidget(m_notice);
    column->addLayout(form);
    column->addWidget(hint);
    column->addStretch(1);
    m_clean->setEnabled(false);
    connect(m_clean, &QPushButton::clicked, this, &StoragePage::cleanUp);
}

void StoragePage::setPreferences(const Preferences &preferences)
{
    const QSignalBlocker logs(m_logs);
    const QSignalBlocker artifacts(m_artifacts);
    m_logs->setValue(preferences.keepLogsDays);
    m_artifacts->setValue(preferences.keepArtifactsDays);
    m_clean->setEnabled(m_logs->value() > 0 || m_artifacts->value() > 0);
}

void StoragePage::applyTo(Preferences &preferences) const
{
    preferences.keepLogsDays = m_logs->value();
    preferences.keepArtifactsDays = m_artifacts->value();
}

void StoragePage::measure()
{
    const Context context;
    m_taken->setText(tr("measuring…"));
    QCoro::connect(roomTaken(m_store, context), this, [this](const Result<RoomTaken> &room) {
        if (!room)
            return m_notice->showError(room.error());
        m_taken->setText(tr("%1 by logs, %2 by artifacts, %3 by scripts and inputs")
                             .arg(sizeText(room->logs), sizeText(room->artifacts), sizeText(room->others)));
    });
}

void StoragePage::cleanUp()
{
    const Context context;
    const KeepRules rules{.logsDays = m_logs->value(), .artifactsDays = m_artifacts->value()};
    m_notice->hide();
    m_clean->setEnabled(false);
    QCoro::connect(planCleanUp(m_store, rules, context), this, [this](const Result<CleanUp> &plan) {
        m_clean->setEnabled(true);
        if (!plan)
            return m_notice->showError(plan.error());
        if (plan->targets.isEmpty())
            return m_notice->showNote(tr("Nothing is older than that."));
        askAndCarryOut(*plan);
    });
}

void StoragePage::askAndCarryOut(const CleanUp &plan)
{
    const look::Question question{.text = tr("Free %1?").arg(sizeText(plan.bytes)),
                                  .explanation = tr("Logs or artifacts of %n job(s) are removed from this computer for good. The jobs "
                                                    "stay in the list, with their scripts and times.",
                                                    nullptr, int(plan.targets.size())),
                                  .yes = tr("Remove"),
                                  .dangerous = true};
    if (!m_prompts.confirm(this, question))
        return;
    const Context context;
    m_clean->setEnabled(false);
    QCoro::connect(carryOut(m_store, plan, context), this, [this](const Result<qint64> &freed) {
        m_clean->setEnabled(true);
        if (freed)
            m_notice->showNote(tr("%1 are free now.").arg(sizeText(*freed)));
        else
            m_notice->showError(freed.error());
        measure();
    });
}

} // namespace punchcard
