// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>

namespace punchcard::look {

/// The one button of a page that does what the page is for: filled with the accent, whether or not Enter presses it.
class PrimaryButton : public QPushButton
{
    Q_OBJECT

public:
    /// @p iconName: empty: none.
    PrimaryButton(const QString &iconName, const QString &text, QWidget *parent = nullptr);

protected:
    void initStyleOption(QStyleOptionButton *option) const override;
};

} // namespace punchcard::look
