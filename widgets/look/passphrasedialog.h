// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/secretstring.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace punchcard::look {

/// Asks for a passphrase, which is not shown; twice for a fresh one, which cannot be brought back when it is forgotten.
class PassphraseDialog : public QDialog
{
    Q_OBJECT

public:
    PassphraseDialog(const QString &title, const QString &label, bool fresh, QWidget *parent = nullptr);

    /// What was typed; the fields are empty afterwards.
    [[nodiscard]] SecretString take();

private:
    QLineEdit *addField(const QString &name);
    void look();

    QLineEdit *m_first;
    QLineEdit *m_second = nullptr; ///< of a fresh one
    QLabel *m_hint;
    QPushButton *m_ok;
};

} // namespace punchcard::look
