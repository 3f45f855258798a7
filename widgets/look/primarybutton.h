// SPDX-License-Identifier: MIT
#pragma once

#include <QPushButton>

namespace punchcard {

/// The one button of a page that does what the page is for: filled with the accent.
class PrimaryButton : public QPushButton
{
    Q_OBJECT

public:
    PrimaryButton(const QString &icon, const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_icon;
};

} // namespace punchcard
