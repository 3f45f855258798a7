// SPDX-License-Identifier: MIT
#include "widgets/look/passphrasedialog.h"

#include "widgets/look/metrics.h"
#include "widgets/look/secretfield.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace punchcard::look {

using namespace Qt::StringLiterals;

PassphraseDialog::PassphraseDialog(const QString &title, const QString &label, bool fresh, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(title);
    setWindowModality(Qt::WindowModal);
    auto *form = new QFormLayout(this);
    auto *text = new QLabel(label, this);
    text->setWordWrap(true);
    text->setMinimumWidth(360);
    form->addRow(text);
    m_first = addField(tr("Passphrase:"));
    if (fresh)
        m_second = addField(tr("Once more:"));
    m_hint = new QLabel(this);
    m_hint->setWordWrap(true);
    form->addRow(m_hint);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    m_ok = buttons->button(QDialogButtonBox::Ok);
    m_ok->setText(fresh ? tr("Seal") : tr("Unlock"));
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    look();
}

QLineEdit *PassphraseDialog::addField(const QString &name)
{
    auto *field = new SecretField(this);
    field->setAccessibleName(name);
    connect(field, &QLineEdit::textChanged, this, &PassphraseDialog::look);
    static_cast<QFormLayout *>(layout())->addRow(name, field);
    return field;
}

void PassphraseDialog::look()
{
    const bool differs = m_second && m_second->text() != m_first->text();
    m_ok->setEnabled(!m_first->text().isEmpty() && !differs);
    if (!m_second)
        return m_hint->hide();
    m_hint->setText(differs && !m_second->text().isEmpty() ? tr("The two differ.")
                                                           : tr("Nobody can bring it back: without it you sign in again."));
}

SecretString PassphraseDialog::take()
{
    const SecretString passphrase(m_first->text().toUtf8());
    m_first->clear();
    if (m_second)
        m_second->clear();
    return passphrase;
}

} // namespace punchcard::look
