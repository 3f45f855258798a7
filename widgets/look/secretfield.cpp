// SPDX-License-Identifier: MIT
#include "widgets/look/secretfield.h"

namespace punchcard::look {

SecretField::SecretField(QWidget *parent)
    : QLineEdit(parent)
{
    // Which also hides it from predictions, and from what keyboards learn.
    setEchoMode(QLineEdit::Password);
}

// A QLineEdit answers these also when it shows dots.
QVariant SecretField::inputMethodQuery(Qt::InputMethodQuery query) const
{
    switch (query) {
    case Qt::ImSurroundingText:
    case Qt::ImCurrentSelection:
    case Qt::ImTextBeforeCursor:
    case Qt::ImTextAfterCursor: return QString();
    case Qt::ImCursorPosition:
    case Qt::ImAnchorPosition:
    case Qt::ImAbsolutePosition: return 0;
    default: return QLineEdit::inputMethodQuery(query);
    }
}

} // namespace punchcard::look
