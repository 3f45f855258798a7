// SPDX-License-Identifier: MIT
#include "widgets/window/diagnosticsdialog.h"

#include "core/base/files.h"
#include "core/base/onpool.h"
#include "core/settings/report.h"
#include "widgets/look/fitscreen.h"
#include "widgets/look/metrics.h"
#include "widgets/look/prompts.h"
#include "widgets/look/tones.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

// The end of the ring is what matters; the whole of it goes into the report.
constexpr qsizetype shown = 128 << 10;

} // namespace

DiagnosticsDialog::DiagnosticsDialog(const Home &home, const Preferences &preferences, look::Prompts &prompts, QWidget *parent)
    : QDialog(parent)
    , m_home(home)
    , m_preferences(preferences)
    , m_prompts(prompts)
    , m_text(new QPlainTextEdit)
    , m_save(new QPushButton(tr("Save Report…")))
{
    setObjectName("diagnosticsDialog"_L1);
    setWindowTitle(tr("Diagnostics"));
    auto *hint = new QLabel(
        tr("Each request, phase, wait and retry. Tokens, secrets and signed addresses are left out; read the report before you send it."));
    hint->setWordWrap(true);
    hint->setForegroundRole(QPalette::PlaceholderText);
    m_text->setObjectName("diagnosticsText"_L1);
    m_text->setAccessibleName(tr("Diagnostics"));
    m_text->setReadOnly(true);
    m_text->setFont(look::monospacedFont());
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_save->setObjectName("saveReport"_L1);
    m_save->setEnabled(false);
    m_save->setAutoDefault(false);
    connect(m_save, &QPushButton::clicked, this, &DiagnosticsDialog::save);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Close)->setAutoDefault(false);
    buttons->addButton(m_save, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(look::wideGap, look::wideGap, look::wideGap, look::wideGap);
    column->setSpacing(look::gap);
    column->addWidget(hint);
    column->addWidget(m_text);
    column->addWidget(buttons);
    look::fitScreen(this, {900, 560});
    read();
}

void DiagnosticsDialog::read()
{
    const auto making
        = [home = m_home, preferences = m_preferences]() -> Result<QByteArray> { return diagnosticsReport(home, preferences); };
    QCoro::connect(onPool(Context(), making), this, [this](const Result<QByteArray> &report) {
        if (!report)
            return;
        m_report = *report;
        const qsizetype begin = m_report.size() <= shown ? 0 : m_report.indexOf('\n', m_report.size() - shown) + 1;
        m_text->setPlainText(QString::fromUtf8(m_report.sliced(begin)));
        m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
        m_save->setEnabled(true);
    });
}

void DiagnosticsDialog::save()
{
    const QString file = m_prompts.chooseSaveName(this, tr("Save Report"), tr("punchcard-report.txt"), tr("Text (*.txt)"));
    if (file.isEmpty())
        return;
    if (const Result<> written = writePrivateFile(file, m_report); !written)
        m_prompts.tell(this, written.error().what, written.error().remedy);
}

} // namespace punchcard
