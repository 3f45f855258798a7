// SPDX-License-Identifier: MIT
#include "widgets/run/optionspanel.h"

#include "widgets/look/metrics.h"
#include "widgets/run/arraysheet.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// GitHub ends a job on its own machines after six hours, one on self-hosted machines after five days.
constexpr int longestMinutes = 5 * 24 * 60;

} // namespace

OptionsPanel::OptionsPanel(QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_limit(new QSpinBox(this))
    , m_array(new QPushButton(this))
    , m_standing(new QCheckBox(tr("&House it in the standing repository"), this))
    , m_standingName(new QLineEdit(this))
    , m_keep(new QCheckBox(tr("&Keep the repository afterwards"), this))
    , m_oidc(new QCheckBox(tr("Let the script ask for an &OpenID Connect token"), this))
    , m_packages(new QCheckBox(tr("Let the script publish &packages"), this))
    , m_overwrite(new QCheckBox(tr("&Replace result files that are there already"), this))
    , m_live(new QCheckBox(tr("&Show the output while it runs"), this))
{
    setObjectName(u"optionsPanel"_s);
    setFrameShape(QFrame::StyledPanel);
    m_limit->setObjectName(u"timeLimit"_s);
    m_standing->setObjectName(u"standing"_s);
    m_standing->setToolTip(tr("A branch of its own in one private repository that stays: it starts sooner, and the token need not be "
                              "allowed to delete repositories."));
    m_standingName->setObjectName(u"standingName"_s);
    m_standingName->setPlaceholderText(tr("Punchcard's own; or the name of one"));
    m_standingName->setAccessibleName(tr("Name of the standing repository"));
    m_keep->setObjectName(u"keepRepository"_s);
    m_oidc->setObjectName(u"oidc"_s);
    m_packages->setObjectName(u"packages"_s);
    m_overwrite->setObjectName(u"overwrite"_s);
    m_live->setObjectName(u"live"_s);
    m_live->setTristate(true);
    m_limit->setRange(0, longestMinutes);
    m_limit->setSpecialValueText(tr("None"));
    m_limit->setSuffix(tr(" min"));
    m_limit->setAccessibleName(tr("Time limit in minutes"));
    auto *label = new QLabel(tr("&Time limit"), this);
    label->setBuddy(m_limit);
    m_array->setObjectName(u"arrayButton"_s);
    m_array->setAutoDefault(false);
    auto *arrayLabel = new QLabel(tr("&Array"), this);
    arrayLabel->setBuddy(m_array);
    auto *array = new QHBoxLayout;
    array->setSpacing(look::gap);
    array->addWidget(arrayLabel);
    array->addStretch(1);
    array->addWidget(m_array);
    connect(m_array, &QPushButton::clicked, this, [this] {
        // A sheet cannot stand below what closes at a click elsewhere.
        close();
        emit arrayWanted();
    });
    auto *limit = new QHBoxLayout;
    limit->setSpacing(look::gap);
    limit->addWidget(label);
    limit->addStretch(1);
    limit->addWidget(m_limit);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addLayout(limit);
    column->addLayout(array);
    column->addSpacing(look::halfGap);
    column->addWidget(m_standing);
    auto *name = new QHBoxLayout;
    name->addSpacing(look::wideGap + look::gap);
    name->addWidget(m_standingName);
    column->addLayout(name);
    connect(m_standing, &QCheckBox::toggled, this, &OptionsPanel::judge);
    connect(m_standing, &QCheckBox::toggled, this, &OptionsPanel::changed);
    connect(m_standingName, &QLineEdit::textEdited, this, &OptionsPanel::changed);
    for (QCheckBox *box : {m_live, m_keep, m_oidc, m_packages, m_overwrite}) {
        column->addWidget(box);
        connect(box, &QCheckBox::checkStateChanged, this, &OptionsPanel::changed);
    }
    connect(m_limit, &QSpinBox::valueChanged, this, &OptionsPanel::changed);
}

// What stays of a job depends on where it lives.
void OptionsPanel::judge()
{
    const bool stands = m_standing->isChecked();
    m_standingName->setEnabled(stands && m_standing->isEnabled());
    m_keep->setText(stands ? tr("&Keep the job's branch and run afterwards") : tr("&Keep the repository afterwards"));
}

void OptionsPanel::setSpec(const JobSpec &spec, bool isThisComputer)
{
    const QSignalBlocker quiet(this);
    m_limit->setValue(spec.timeoutMinutes.value_or(0));
    const QString array = ArraySheet::summary(spec);
    const int longest = 36 * fontMetrics().averageCharWidth();
    m_array->setText(array.isEmpty() ? tr("None…")
                                     : fontMetrics().elidedText(array, Qt::ElideMiddle, longest).replace(u'&', u"&&"_s) + u'…');
    m_array->setAccessibleName(array.isEmpty() ? tr("Array: none") : tr("Array: %1").arg(array));
    m_standing->setChecked(spec.housing == Housing::Standing);
    m_standingName->setText(spec.standingRepository);
    m_keep->setChecked(!spec.deleteHouse);
    m_oidc->setChecked(spec.oidc);
    m_packages->setChecked(spec.packages);
    m_overwrite->setChecked(spec.overwrite);
    m_live->setCheckState(!spec.live ? Qt::PartiallyChecked : *spec.live ? Qt::Checked : Qt::Unchecked);
    const bool impossible = !isThisComputer && !spec.isPrivate && !spec.secrets.isEmpty();
    m_live->setEnabled(!impossible);
    m_live->setToolTip(impossible ? tr("Not with secrets in a public repository")
                           : isThisComputer
                           ? QString()
                           : tr("The job may then write into its own repository. Half-way: as you decided for the account"));
    for (QCheckBox *box : {m_keep, m_oidc, m_packages}) {
        box->setEnabled(!isThisComputer);
        box->setToolTip(isThisComputer ? tr("Only for jobs on GitHub") : QString());
    }
    m_standing->setEnabled(!isThisComputer);
    judge();
}

void OptionsPanel::applyTo(JobSpec &spec) const
{
    spec.timeoutMinutes = m_limit->value() > 0 ? std::optional(m_limit->value()) : std::nullopt;
    spec.housing = m_standing->isChecked() ? Housing::Standing : Housing::Repository;
    spec.standingRepository = m_standingName->text().trimmed();
    spec.deleteHouse = !m_keep->isChecked();
    spec.oidc = m_oidc->isChecked();
    spec.packages = m_packages->isChecked();
    spec.overwrite = m_overwrite->isChecked();
    spec.live = m_live->checkState() == Qt::PartiallyChecked ? std::nullopt : std::optional(m_live->isChecked());
}

QStringList OptionsPanel::unusual(const JobSpec &spec, bool isThisComputer)
{
    QStringList list;
    if (spec.timeoutMinutes)
        list.append(tr("Ends after %n minute(s)", nullptr, *spec.timeoutMinutes));
    if (const QString array = ArraySheet::summary(spec); !array.isEmpty())
        list.append(array);
    if (spec.maxParallel)
        list.append(tr("At most %n at once", nullptr, *spec.maxParallel));
    if (spec.failFast)
        list.append(tr("Stops at the first failure"));
    if (spec.merge)
        list.append(tr("Merges what comes back"));
    const bool stands = spec.housing == Housing::Standing;
    if (stands && !isThisComputer)
        list.append(spec.standingRepository.isEmpty() ? tr("Lives in the standing repository")
                                                      : tr("Lives in the standing repository “%1”").arg(spec.standingRepository));
    if (!spec.deleteHouse && !isThisComputer)
        list.append(stands ? tr("Keeps the job's branch and run") : tr("Keeps the repository"));
    if (spec.oidc && !isThisComputer)
        list.append(tr("May ask for an OpenID Connect token"));
    if (spec.packages && !isThisComputer)
        list.append(tr("May publish packages"));
    if (spec.live)
        list.append(*spec.live ? tr("Shows the output while it runs") : tr("Shows the output at the end only"));
    if (spec.overwrite)
        list.append(tr("Replaces result files"));
    return list;
}

void OptionsPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace punchcard
