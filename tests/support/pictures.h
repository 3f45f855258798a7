// SPDX-License-Identifier: MIT
#pragma once

#include <QApplication>
#include <QDir>
#include <QPalette>
#include <QWidget>

namespace punchcard::testing {

/// A palette as a dark desktop has it, with the accent colour of @p palette.
inline QPalette darkPalette(QPalette palette)
{
    palette.setColor(QPalette::Window, QColor(0x2b2d30));
    palette.setColor(QPalette::Base, QColor(0x1e1f22));
    palette.setColor(QPalette::AlternateBase, QColor(0x26282b));
    palette.setColor(QPalette::Button, QColor(0x3a3c40));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, QColor(0xdfe1e5));
    palette.setColor(QPalette::PlaceholderText, QColor(0x9da0a8));
    palette.setColor(QPalette::ToolTipBase, QColor(0x3a3c40));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(0x6f737a));
    palette.setColor(QPalette::Mid, QColor(0x43454a));
    palette.setColor(QPalette::Light, QColor(0x43454a));
    palette.setColor(QPalette::Dark, QColor(0x1e1f22));
    return palette;
}

/// Takes pictures of @p widget in light and dark when PUNCHCARD_PICTURES names a folder; otherwise nothing.
inline void takePictures(QWidget &widget, const QString &name)
{
    const QString folder = qEnvironmentVariable("PUNCHCARD_PICTURES");
    if (folder.isEmpty())
        return;
    const QString scale = widget.devicePixelRatio() > 1.5 ? QStringLiteral("@2x") : QString();
    const QPalette light = QApplication::palette();
    const auto take = [&](const QString &tone) {
        QApplication::processEvents();
        widget.grab().save(folder + u'/' + name + tone + scale + QStringLiteral(".png"));
    };
    take(QStringLiteral("-light"));
    QApplication::setPalette(darkPalette(light));
    take(QStringLiteral("-dark"));
    QApplication::setPalette(light);
    QApplication::processEvents();
}

} // namespace punchcard::testing
