// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

namespace punchcard::look {

/// For a token, a secret or a passphrase: it shows dots, gives nothing to the clipboard, and tells no keyboard on the screen
/// and no desktop what stands around its cursor.
class SecretField : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretField(QWidget *parent = nullptr);

    [[nodiscard]] QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
};

} // namespace punchcard::look
