"""From the bytes of a picture to what a network receives."""

import cv2

# The server forks once all is loaded, and threads of OpenCV's own would not survive that.
cv2.setNumThreads(1)
