// SPDX-License-Identifier: MIT
#include "widgets/look/primarybutton.h"

#include "widgets/look/icons.h"

#include <QStyleOptionButton>

namespace punchcard::look {

PrimaryButton::PrimaryButton(const QString &iconName, const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
    if (!iconName.isEmpty())
        setIcon(look::icon(iconName));
}

void PrimaryButton::initStyleOption(QStyleOptionButton *option) const
{
    QPushButton::initStyleOption(option);
    option->features |= QStyleOptionButton::DefaultButton;
}

} // namespace punchcard::look
