#include <x>
int main() {
  switch(a) {
    case 1: foo();
    default: bar();
  }
}
