// SPDX-License-Identifier: MIT
#include "widgets/run/secretvaluesheet.h"

#include "core/secrets/specsecrets.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/metrics.h"
#include "widgets/look/noticebar.h"
#include "widgets/look/primarybutton.h"
#include "widgets/look/secretfield.h"

#include <QDir>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>

#include <algorithm>

namespace punchcard {

using namespace Qt::StringLiterals;

SecretValueSheet::SecretValueSheet(const Job &job, const QList<SecretSource> &lacking, TokenStorePtr tokens, QWidget *parent)
    : QDialog(parent)
    , m_uid(job.uid)
    , m_tokens(std::move(tokens))
    , m_notice(new look::NoticeBar(this))
    , m_done(new look::PrimaryButton(QString(), tr("Try again now"), this))
{
    setObjectName(u"secretValueSheet"_s);
    setWindowTitle(tr("Secrets of job %1").arg(qint64(job.id)));
    setWindowModality(Qt::WindowModal);
    m_done->setObjectName(u"secretValueDone"_s);
    m_done->setDefault(true);
    auto *why = new QLabel(tr("These values are not on this computer any more, and “%1” waits for them.").arg(job.spec.name), this);
    why->setTextFormat(Qt::PlainText);
    why->setWordWrap(true);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(look::wideGap);
    form->setVerticalSpacing(look::gap);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(m_notice);
    column->addWidget(why);
    column->addSpacing(look::halfGap);
    column->addLayout(form);
    column->addStretch(1);
    column->addSpacing(look::gap);
    column->addWidget(m_done, 0, Qt::AlignRight);
    for (const SecretSource &source : lacking)
        addLine(form, source);
    look::fitScreen(this, {480, sizeHint().height()});
    connect(m_done, &QPushButton::clicked, this, &SecretValueSheet::keepNext);
    judge();
}

void SecretValueSheet::addLine(QFormLayout *form, const SecretSource &source)
{
    if (source.from == SecretSource::From::File) {
        auto *where = new QLabel(tr("Put the file %1 back.").arg(QDir::toNativeSeparators(source.where)), this);
        where->setTextFormat(Qt::PlainText);
        where->setWordWrap(true);
        form->addRow(source.name, where);
        return;
    }
    auto *line = new look::SecretField(this);
    line->setObjectName(u"value-"_s + source.name);
    line->setAccessibleName(tr("Value of %1").arg(source.name));
    if (source.from == SecretSource::From::Set)
        line->setPlaceholderText(tr("Kept in the set “%1”").arg(source.where));
    form->addRow(source.name, line);
    connect(line, &QLineEdit::textChanged, this, &SecretValueSheet::judge);
    m_lines.append({source, line});
}

void SecretValueSheet::judge()
{
    m_done->setEnabled(std::ranges::none_of(m_lines, [](const auto &line) { return line.second->text().isEmpty(); }));
}

// One after the other: those of a set share an entry that tells which there are.
void SecretValueSheet::keepNext()
{
    if (m_lines.isEmpty()) {
        accept();
        return;
    }
    const auto &[source, line] = m_lines.constFirst();
    m_notice->hide();
    m_done->setEnabled(false);
    QCoro::connect(putSecretValue(m_tokens, m_uid, source, SecretString(line->text().toUtf8()), {}), this, [this](const Result<> &kept) {
        if (!kept) {
            judge();
            m_notice->showError(kept.error());
            return;
        }
        m_lines.takeFirst().second->clear();
        keepNext();
    });
}

} // namespace punchcard
